import type { LogQuery, LogRow } from '@shared/contract/logs';
import { Failure } from '../base/failure';
import type { LocalClusters } from '../local/local-clusters';
import { LogView } from './view';
import type { Implementer } from '../rpc/implementer';
import { ListViews } from '../rpc/streams';

export function logsRouter(os: Implementer['logs'], clusters: LocalClusters) {
  const views = new ListViews<LogRow>();
  return {
    open: os.open.handler(({ input, signal }) =>
      views.open(new LogView(logsOf(clusters, input), input), signal),
    ),
    rows: os.rows.handler(({ input }) => views.rows(input)),
  };
}

/** The logs a query is about: one node's, or those of all nodes of the cluster. */
function logsOf(clusters: LocalClusters, { cluster: id, node }: LogQuery) {
  const cluster = clusters.state.value.clusters.find((one) => one.id === id);
  if (!cluster) throw new Failure('NOT_FOUND', { what: 'cluster', name: id });
  const names = node === null ? cluster.nodes.map((one) => one.name) : [node];
  return names.map((name) => clusters.log(id, name));
}
