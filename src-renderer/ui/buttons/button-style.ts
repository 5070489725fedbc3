export type ButtonVariant = 'default' | 'primary' | 'danger' | 'ghost';
export type ButtonSize = 'sm' | 'md';

const base =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap ' +
  'transition-colors duration-100 select-none disabled:cursor-not-allowed disabled:opacity-50';

const variants: Readonly<Record<ButtonVariant, string>> = {
  default:
    'border-line-strong bg-surface text-ink enabled:hover:bg-hover enabled:active:bg-sunken data-[state=open]:bg-hover',
  primary:
    'border-transparent bg-accent text-on-accent enabled:hover:bg-accent-strong enabled:active:bg-accent-strong',
  danger:
    'border-transparent bg-danger text-on-danger enabled:hover:bg-danger-strong enabled:active:bg-danger-strong',
  ghost:
    'border-transparent bg-transparent text-ink-muted enabled:hover:bg-hover enabled:hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink ' +
    'aria-pressed:bg-accent/12 aria-pressed:text-accent aria-[current=page]:bg-accent/12 aria-[current=page]:text-accent',
};

const sizes: Readonly<Record<ButtonSize, { text: string; icon: string }>> = {
  sm: { text: 'h-6 px-2 text-sm', icon: 'size-6' },
  md: { text: 'h-7 px-2.5 text-base', icon: 'size-7' },
};

/** The classes of a button, so that a menu's trigger looks like any other button. */
export function buttonClass(variant: ButtonVariant, size: ButtonSize, shape: 'text' | 'icon'): string {
  return `${base} ${variants[variant]} ${sizes[size][shape]}`;
}
