import { mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EtcdFolder } from '../etcd/etcd';
import { etcdFolders } from '../etcd/etcd';
import { expectNothingRuns } from './leaks';
import { freePorts } from '../ports';

/** A user's home for one test: the app's data folder, and nothing of the real user's. */
export class TestHome {
  readonly #apps: { close(): Promise<unknown> }[] = [];

  private constructor(
    readonly folder: string,
    readonly data: string,
    /** The first port that its clusters try, so that homes in use at the same time do not take each other's. */
    readonly firstPort: number,
  ) {}

  /** `etcds` are placed in the app's own folder, as if downloaded; by default the first of `etcdFolders()`. */
  static async make(etcds: readonly EtcdFolder[] = etcdFolders().slice(0, 1)): Promise<TestHome> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'quorate-e2e-')));
    const [port = 0] = await freePorts(1);
    const home = new TestHome(folder, join(folder, 'data'), port);
    for (const etcd of etcds) await home.#link(etcd);
    return home;
  }

  /** Makes sure that an app running here is closed at the end, whatever happens in the test. */
  closeAtEnd(app: { close(): Promise<unknown> }): void {
    this.#apps.push(app);
  }

  /** The environment of an app in this home, without etcd's own variables. */
  env(): Record<string, string> {
    const own = {
      QUORATE_DATA: this.data,
      HOME: this.folder,
      XDG_CONFIG_HOME: join(this.folder, 'config'),
      XDG_CACHE_HOME: join(this.folder, 'cache'),
      // A killed browser leaves its socket's folder there.
      TMPDIR: this.folder,
      QUORATE_FIRST_PORT: String(this.firstPort),
    };
    const inherited = Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^ETCD(CTL)?_/.test(name) ? [] : [[name, value] as const],
    );
    return { ...Object.fromEntries(inherited), ...own };
  }

  /** Closes the apps, checks that nothing runs here any more, and deletes the home. */
  async dispose(): Promise<void> {
    try {
      await Promise.all(this.#apps.map((app) => app.close()));
      await expectNothingRuns(this.folder);
    } finally {
      await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  async #link({ version, folder }: EtcdFolder): Promise<void> {
    const own = join(this.data, 'etcd', version);
    await mkdir(own, { recursive: true });
    const programs = (await readdir(folder)).filter((name) => /^etcd(ctl|utl)?$/.test(name));
    for (const name of programs) await symlink(join(folder, name), join(own, name));
  }
}
