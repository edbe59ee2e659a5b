export interface Dropped {
  files: File[];
  folders: string[];
}

/** The files of a drop or a paste, folders apart. */
export function readDrop(transfer: DataTransfer | null): Dropped {
  if (transfer === null) return { files: [], folders: [] };
  const entries = [...transfer.items].filter((item) => item.kind === 'file').map(asEntry);
  const folders = entries.filter((entry) => entry?.isDirectory === true).map((entry) => entry?.name ?? 'folder');
  const files = [...transfer.files].filter((file) => !folders.includes(file.name));
  return { files, folders };
}

// Not every browser has it, whatever its type says.
function asEntry(item: DataTransferItem): FileSystemEntry | null {
  return typeof item.webkitGetAsEntry === 'function' ? item.webkitGetAsEntry() : null;
}

export function holdsFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}
