/** A small dataset to try the service with: it has gaps, a copied row and a value far off. */
const ROWS = [
  'order,city,amount,paid,ordered',
  '1001,Oslo,12.50,true,2026-01-05',
  '1002,Lima,8.90,true,2026-01-05',
  '1003,Oslo,,false,2026-01-06',
  '1004,Kyoto,15.20,true,2026-01-07',
  '1005,,11.75,true,2026-01-07',
  '1006,Lima,9.40,false,2026-01-08',
  '1007,Oslo,950.00,true,2026-01-09',
  '1008,Kyoto,13.10,true,2026-01-09',
  '1004,Kyoto,15.20,true,2026-01-07',
  '1009,Lima,10.05,true,2026-01-10',
];

/** The rows as objects; an empty cell is null. */
function toObjects(): Record<string, unknown>[] {
  const [header = [], ...rows] = ROWS.map((row) => row.split(','));
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, toValue(row[index] ?? '')])));
}

function toValue(text: string): unknown {
  if (text === '') return null;
  return /^([\d.]+|true|false)$/.test(text) ? JSON.parse(text) : text;
}

export function sampleJson(): File {
  return new File([`${JSON.stringify(toObjects(), null, 1)}\n`], 'sample-orders.json', { type: 'application/json' });
}

export function sampleCsv(): File {
  return new File([`${ROWS.join('\n')}\n`], 'sample-orders.csv', { type: 'text/csv' });
}
