/** What the desktop host's preload adds to a page, as `window.quorate`. */
export interface DesktopBridge {
  /** Asks the engine for a port; it arrives as a message event of the window whose data is `{ quoratePort: id }`. */
  requestPort(id: string): void;
}
