import {basename, dirname, join} from 'node:path';
import type {Step} from '../../engine/step.js';
import type {Plan, SuppliedIstio} from '../../plan/plan.js';
import {folderProduct, imageProduct, lookFor, makeFolder, type Product} from '../products.js';
import {readyStep} from '../ready.js';
import type {LookDocker} from '../supply.js';
import type {SupplyDrivers} from '../work.js';
import {BASE_STEP, baseStep} from './base-image.js';
import {ENVOY_STEP, envoyStep} from './envoy.js';
import {modulesStep, partStep} from './go-parts.js';
import {istioAlone} from './istio-alone.js';
import {layoutOf, type Work} from './layout.js';
import {imagesStep, linkOrCopy} from './pod-images.js';

/** A version of Istio that is made by itself. */
interface Target {
  readonly istio: SuppliedIstio;
  /** Id of the step that compiles it; the others' begin with it. */
  readonly id: string;
  /** What is wanted of it in the end. */
  readonly istioctl: Product;
  readonly images: readonly Product[];
  /** As for a lab with this version. */
  readonly work: Work;
}

/**
 * Builds versions of Istio beside the lab's own: istioctl, and the two images that a running lab is given when it hops
 * to them. Of each the same is made as for a lab with that version, so neither is built twice.
 */
export function istioBuildSteps(
  {supplied: {folders}}: Pick<Plan, 'supplied'>,
  versions: readonly string[],
  drivers: SupplyDrivers,
): Step[] {
  const targets = versions.map((version): Target => {
    const istio = istioAlone(folders, version);
    const work: Work = {layout: layoutOf(folders, version), drivers};
    return {
      istio,
      id: `supply.istio-${version}`,
      istioctl: folderProduct(istio.istioctl),
      images: Object.values(istio.images).map((image: string) => imageProduct(image, work)),
      work,
    };
  });
  const [first] = targets;
  if (first === undefined) return [];
  const images = targets.flatMap((target) => target.images);
  const steps = [
    // They are the same whatever version is built on them.
    baseStep(first.work, images),
    envoyStep(first.work, images),
    ...targets.flatMap(stepsOf),
  ];
  return [...steps, readyStep(steps, [...images, ...targets.map(({istioctl}) => istioctl)])];
}

/** Those of the versions of which istioctl or an image is not there; all of them where no engine can be asked. */
export async function istioToBuild(
  {supplied: {folders}}: Pick<Plan, 'supplied'>,
  versions: readonly string[],
  docker: LookDocker,
): Promise<readonly string[]> {
  const there = await Promise.all(
    versions.map(async (version) => {
      const {istioctl, images} = istioAlone(folders, version);
      if (docker === undefined || !(await folderProduct(istioctl).there())) return false;
      const found = await Promise.all([images.pilot, images.proxyv2].map((image) => docker.image(image)));
      return found.every((image) => image !== undefined);
    }),
  );
  return versions.filter((_, place) => there[place] !== true);
}

function stepsOf(target: Target): Step[] {
  const {istio, id, work} = target;
  const {parts, go, pods} = work.layout;
  const wanted = Object.values<string>(istio.images);
  const placed = {part: parts.istio, folder: go.istio, serves: [target.istioctl, ...target.images]};
  const modules = `${id}.modules`;
  return [
    modulesStep({id: modules, needs: ['host.ready']}, [placed], work),
    partStep({id, needs: [modules]}, placed, work),
    {
      ...imagesStep(
        `${id}.images`,
        pods.filter(({image}) => wanted.includes(image)),
        [],
        work,
      ),
      title: `Images of Istio ${istio.version}: pilot, proxyv2`,
      needs: [BASE_STEP, ENVOY_STEP, id],
    },
    istioctlStep(target),
  ];
}

function istioctlStep({istio: {version, istioctl: file}, id, istioctl, work}: Target): Step {
  const built = join(work.layout.go.istio, 'istioctl');
  return {
    id: `${id}.istioctl`,
    title: `istioctl ${version}`,
    needs: [id],
    commands: [`cp ${built} ${dirname(file)}/`],
    deadlineMs: 5000,
    done: () => lookFor(istioctl, []),
    run: () => makeFolder(dirname(file), (unfinished) => linkOrCopy(built, join(unfinished, basename(file)))),
  };
}
