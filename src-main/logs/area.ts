import type { LogQuery, LogRow } from '@shared/contract/logs';
import type { Cluster } from '@shared/contract/local';
import { Failure } from '../base/failure';
import type { Live } from '../base/live';
import type { Implementer } from '../rpc/implementer';
import { ListViews } from '../rpc/streams';
import type { NodeLog } from './node-log';
import { LogView } from './view';

/** What runs the nodes whose logs are read. */
interface NodeLogs {
  readonly state: Live<{ readonly clusters: readonly Cluster[] }>;
  /** Throws NOT_FOUND. */
  log(cluster: string, node: string): NodeLog;
}

/** Registers the area of local node logs. */
export function logsArea({ clusters }: { readonly clusters: NodeLogs }, os: Implementer['logs']) {
  const views = new ListViews<LogRow>();
  const router = {
    open: os.open.handler(({ input, signal }) =>
      views.open(new LogView(logsOf(clusters, input), input), signal),
    ),
    rows: os.rows.handler(({ input }) => views.rows(input)),
  };
  return { router };
}

/** The logs that a query covers: one node's, or those of all nodes of the cluster. */
function logsOf(clusters: NodeLogs, { cluster: id, node }: LogQuery): readonly NodeLog[] {
  const cluster = clusters.state.value.clusters.find((one) => one.id === id);
  if (!cluster) throw new Failure('NOT_FOUND', { what: 'cluster', name: id });
  const names = node === null ? cluster.nodes.map((one) => one.name) : [node];
  return names.map((name) => clusters.log(id, name));
}
