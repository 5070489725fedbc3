/** The lines of a screen and of its scrollback, as xterm keeps them. */
export interface Lines {
  readonly length: number;
  getLine(index: number): Line | undefined;
}
interface Line {
  /** Whether it continues the previous line. */
  readonly isWrapped: boolean;
  translateToString(trimRight: boolean): string;
}

/** All lines as text: wrapped lines are joined again, and empty ones at the end are left out. */
export function allText(lines: Lines): string {
  const text: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const goesOn = lines.getLine(index + 1)?.isWrapped === true;
    text.push(lines.getLine(index)?.translateToString(!goesOn) ?? '', goesOn ? '' : '\n');
  }
  return text.join('').trimEnd();
}
