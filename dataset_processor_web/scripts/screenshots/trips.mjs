// Rides of a city's rental bikes, as a city might publish them: the same every time, with what real files have wrong.

const ROWS = 24_000;
const COPIES = 38;
const START = Date.UTC(2026, 4, 1, 5);
const STATIONS = ['Central Station', 'Harbour East', 'Old Town Square', 'University', 'Riverside Park', 'Museum Quarter', 'Airport Link', 'Stadium'];
const POSTCODES = ['01067', '01069', '01097', '01099', '01127', '01187', '01219', '01309'];
const BIKES = ['classic', 'classic', 'classic', 'e-bike', 'e-bike', 'cargo'];
const NOTES = ['flat tyre', 'helmet left in the basket', 'brake squeaks', 'seat loose', 'returned at another station'];
const HEAD =
  'trip_id,started_at,duration_min,distance_km,from_station,postcode,bike_type,member,rider_age,fare_eur,battery_percent,rating,note,operator';

/** Numbers from 0 to 1 that are the same in every run. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** About normal around 0, between −3 and 3. */
const bell = (roll) => roll() + roll() + roll() + roll() + roll() + roll() - 3;

function ride(number, roll) {
  const place = Math.floor(roll() ** 1.7 * STATIONS.length);
  const bike = BIKES[Math.floor(roll() * BIKES.length)];
  const forgotten = roll() < 0.006;
  const minutes = forgotten ? 400 + roll() * 1000 : Math.max(1, Math.exp(2.6 + bell(roll) * 0.55));
  const km = forgotten ? roll() * 4 : (minutes / 60) * (bike === 'e-bike' ? 17 : 12) * (0.8 + roll() * 0.4);
  const age = roll() < 0.07 ? '' : Math.round(34 + bell(roll) * 11 + (roll() < 0.15 ? 14 : 0));
  const rating = roll() < 0.58 ? '' : roll() < 0.004 ? 'n/a' : 5 - Math.floor(roll() ** 2.4 * 5);
  return [
    `T${String(number).padStart(6, '0')}`,
    new Date(START + number * 104_000).toISOString().slice(0, 10),
    minutes.toFixed(1),
    km.toFixed(2),
    STATIONS[place],
    POSTCODES[place],
    bike,
    roll() < 0.64,
    age,
    (1 + minutes * 0.12).toFixed(2),
    bike === 'e-bike' ? Math.round(20 + roll() * 80) : '',
    rating,
    roll() < 0.03 ? NOTES[Math.floor(roll() * NOTES.length)] : '',
    'City Bikes',
  ].join(',');
}

/** The file as text. */
export function makeTrips() {
  const roll = dice(20_260_501);
  const rows = Array.from({ length: ROWS }, (_, number) => ride(number + 1, roll));
  for (let copy = 0; copy < COPIES; copy += 1) rows.splice(Math.floor(roll() * rows.length), 0, rows[Math.floor(roll() * rows.length)]);
  return `${HEAD}\n${rows.join('\n')}\n`;
}
