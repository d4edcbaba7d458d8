import {X509Certificate} from 'node:crypto';
import test from 'ava';
import forge from 'node-forge';
import {newRsaKey} from '../../../src/base/rsa-key.js';
import {serialNumber} from '../../../src/base/serial-number.js';

const NAME = [{name: 'commonName', value: 'anybody'}];

for (const [what, random] of Object.entries({
  'nothing but zeros': Buffer.alloc(16),
  'nothing but ones': Buffer.alloc(16, 0xff),
  'zeros at the beginning': Buffer.concat([Buffer.alloc(3), Buffer.alloc(13, 0x55)]),
})) {
  test(`a certificate can be read, also where chance gives ${what}`, async (t) => {
    const key = await newRsaKey();
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = key.public;
    certificate.serialNumber = serialNumber(random);
    certificate.setSubject(NAME);
    certificate.setIssuer(NAME);
    key.sign(certificate);
    const read = new X509Certificate(forge.pki.certificateToPem(certificate));
    t.is(read.serialNumber.toLowerCase(), serialNumber(random));
    t.is(serialNumber(random).length, 32);
  });
}

test('two are never the same', (t) => {
  t.not(serialNumber(), serialNumber());
});
