/** What a shell shows before the user's own prompt, so that nobody takes one cluster for another. */
export interface Prompt {
  readonly name: string;
  /** The number of the connection's colour in `connectionColours`. */
  readonly colour: number;
}

/**
 * The variable that hands the name to the shell. The name is never part of the shell's code, so whatever it contains is
 * text; the shell keeps it in a variable of its own, which programs do not see.
 */
export const PROMPT = 'QUORATE_KEPT_PROMPT';

/** The connections' colours in the palette of 256, legible on both of our backgrounds. */
const palette = [63, 36, 172, 169, 70, 32, 98, 136, 167, 244] as const;

function paletteColour({ colour }: Prompt): number {
  return palette[colour] ?? 244;
}

const keep = `quorate_name="$${PROMPT}"; unset ${PROMPT}\n`;

/** Set again before each prompt, because some users' own code sets the whole prompt each time. */
export function bashPrompt(prompt: Prompt): string {
  return `${keep}quorate_prompt() {
  case $PS1 in *'\${quorate_name}'*) ;; *) PS1='\\[\\e[38;5;${paletteColour(prompt)}m\\]\${quorate_name}\\[\\e[0m\\] '"$PS1" ;; esac
}
PROMPT_COMMAND="\${PROMPT_COMMAND:+$PROMPT_COMMAND
}quorate_prompt"
`;
}

/** zsh expands variables in a prompt only if told to, but always an element of psvar; see zshmisc(1). */
export function zshPrompt(prompt: Prompt): string {
  return `${keep}psvar[9]=$quorate_name
quorate_prompt() {
  [[ $PROMPT == *'%9v'* ]] || PROMPT='%F{${paletteColour(prompt)}}%9v%f '"$PROMPT"
}
precmd_functions+=(quorate_prompt)
`;
}

export const shPrompt = `${keep}PS1='\${quorate_name} '"\${PS1-$ }"\n`;

/** The user's prompt may show the status of the last command, so it is given back. */
export function fishPrompt(prompt: Prompt): string {
  const code = `\\e[38;5;${paletteColour(prompt)}m`;
  return `set -g quorate_name $${PROMPT}
set -e ${PROMPT}
functions -q fish_prompt; and functions -c fish_prompt quorate_own_prompt
function quorate_status; return $argv[1]; end
function fish_prompt
  set -l last $status
  printf '${code}%s\\e[0m ' "$quorate_name"
  quorate_status $last
  functions -q quorate_own_prompt; and begin; quorate_status $last; quorate_own_prompt; end
end`;
}

export const powershellPrompt = [
  `$Global:QuorateName = $Env:${PROMPT}`,
  `Remove-Item Env:${PROMPT}`,
  '$Global:QuoratePrompt = $Function:prompt',
  "function Global:prompt { $Global:QuorateName + ' ' + (& $Global:QuoratePrompt) }",
].join('; ');

/** cmd reads its prompt from a variable, where `$` begins a code. */
export function cmdPrompt({ name }: Prompt, own: string | undefined): string {
  return `${name.replaceAll('$', '$$$$')} ${own ?? '$P$G'}`;
}
