import {readLab} from '../../src/lab/read-lab.js';
import {makePlan} from '../../src/plan/make-plan.js';
import type {Plan, Supplied} from '../../src/plan/plan.js';
import {projectFile} from './project.js';

/** What a supply would say; of no real thing. */
export const SUPPLIED: Supplied = {
  supply: 'source',
  folders: {images: projectFile('images'), cache: '/cache', workloads: projectFile('build/workloads')},
  tools: {kind: '/tools/kind', kubectl: '/tools/kubectl', istioctl: '/tools/istioctl'},
  images: {node: 'example/node:1', client: 'example/client:1'},
  metallbManifest: '/supply/metallb.yaml',
  addons: {
    prometheus: {manifest: '/supply/prometheus.yaml', version: '2.30.0'},
    jaeger: {manifest: '/supply/jaeger.yaml', version: '1.30.0'},
  },
  istio: Object.fromEntries(
    ['1.16.5', '1.17.5', '1.18.2', '1.19.0', '1.20.0'].map((version, place) => [
      version,
      {
        version,
        istioctl: version === '1.17.5' ? '/tools/istioctl' : `/tools/istio-${version}/istioctl`,
        images: {pilot: `example/pilot:${place}`, proxyv2: `example/proxyv2:${place}`},
      },
    ]),
  ),
  proxy: {kind: 'stock-envoy', version: '1.30.0'},
};

/** The plan of the chapter's own lab file. */
export function chapterPlan(supplied: Supplied = SUPPLIED, work = '/work-folder'): Plan {
  return planOf('ch12/lab.yaml', supplied, work);
}

/** The plan of a sample lab. */
export function samplePlan(name: 'one' | 'three' | 'four' | 'upgrade', supplied: Supplied = SUPPLIED): Plan {
  return planOf(`labs/${name}.yaml`, supplied, '/work-folder');
}

function planOf(file: string, supplied: Supplied, work: string): Plan {
  const lab = readLab(projectFile(file));
  return makePlan(lab, supplied, {work, certs: `${work}/certs/${lab.name}`});
}
