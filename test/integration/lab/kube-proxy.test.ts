// Needs: the lab of chapter 12, up, with its kubeconfigs in the working directory.
import test from 'ava';
import {runningLab} from '../../helpers/running-lab.js';

test('kube-proxy has the tools by which it writes rules and forgets pods that are gone', async (t) => {
  const {kube} = await runningLab();
  const namespace = 'kube-system';
  const [found] = await kube.list('v1', 'Pod', {namespace, labels: {'k8s-app': 'kube-proxy'}});
  const pod = found?.metadata.name ?? 'none';
  const {signal} = new AbortController();
  const options = {namespace, pod, container: 'kube-proxy', signal, timeoutMs: 20_000};
  for (const tool of ['iptables', 'conntrack']) {
    t.is((await kube.exec([tool, '--version'], options)).exitCode, 0, tool);
  }
});
