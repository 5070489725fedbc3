import { Boxes } from '@lucide/vue';
import type { Area } from '../../navigation/area';
import { renderless } from '../../navigation/renderless';
import { registerMemberCommands } from './commands';
import MembersArea from './MembersArea.vue';

export const membersArea: Area = {
  id: 'members',
  view: { place: 'rail', title: 'members.title', icon: Boxes, component: MembersArea },
  always: renderless(registerMemberCommands),
};
