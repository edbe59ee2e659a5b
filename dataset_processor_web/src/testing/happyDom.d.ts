interface Window {
  /** The tests' browser. */
  happyDOM: { setViewport: (size: { width?: number; height?: number }) => void };
}
