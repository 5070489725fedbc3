import { computed, type ComputedRef } from 'vue';
import { t } from '../../../i18n/text';
import { useToolchain } from '../../../toolchain/toolchain';

/** An etcd that a cluster may use, as an option. */
export interface EtcdOption {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
  readonly disabled: boolean;
}

/** The etcds of this machine, by path. Unusable ones are shown but disabled. */
export function useEtcdOptions(): ComputedRef<readonly EtcdOption[]> {
  const toolchain = useToolchain();
  return computed(() =>
    toolchain.installs.map((install) => ({
      value: install.path,
      label: install.version ?? install.path,
      hint: install.problem ? t('local.create.unusable') : t(`local.create.source.${install.source}`),
      disabled: install.problem !== null,
    })),
  );
}
