/** Where a fragment of a Secret's value is taken from, from its end: before the last line, which all keys have in common. */
const FROM = 120;
const TO = 60;

/** What gives access in a Secret's value (base64), as it might stand in a text: as it is, and as objects carry it. Pure. */
export function secretsIn(value: string): readonly string[] {
  const text = Buffer.from(value, 'base64').toString();
  const bodies = [...text.matchAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----\n[^\n]+\n([^\n]+)/g)].map(
    ([, line = '']) => line,
  );
  const tokens = text.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? [];
  const found = [...bodies, ...tokens];
  return found.length === 0 ? [] : [...found, value.slice(-FROM, -TO)];
}
