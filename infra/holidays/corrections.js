// What date-holidays 3.37.0 gets wrong for Malaysia, each with the reason. Only what is sure stands here.
//
//   move(from, to, name, why, states)  every entry of that name on that day, or only that of the given states
//   drop(date, name, why, states)      the holiday is not kept there
//   add(date, name, states, why)       the holiday is missing; states are names, or "federal"
//
// All lines are matched against what the package says, not against each other.
export const corrections = [];
const move = (from, to, name, why, states) => corrections.push({ kind: 'move', from, to, name, why, states });
const drop = (from, name, why, states) => corrections.push({ kind: 'drop', from, name, why, states });
const add = (to, name, states, why) => corrections.push({ kind: 'add', to, name, states, why });

// --- The Islamic calendar: the package computes Saudi Arabia's; Malaysia sights its own moon, often a day later. ---
const schedule2024 = "published lists after the Prime Minister's Department's schedule for 2024";
move('2024-03-11', '2024-03-12', 'First day of Ramadan', schedule2024);
move('2024-03-27', '2024-03-28', 'Day of Nuzul Al-Quran', schedule2024);
move('2024-06-15', '2024-06-16', 'Arafat Day', schedule2024);
move('2024-06-16', '2024-06-17', 'Feast of the Sacrifice (Eid al-Adha)', schedule2024);
move('2024-06-17', '2024-06-18', 'Feast of the Sacrifice (Eid al-Adha)', schedule2024);
move('2024-08-10', '2024-08-11', 'Hari Hol of Sultan Iskandar of Johor', 'Johor state government, list for 2024');
move('2024-09-15', '2024-09-16', 'Birthday of Muhammad (Mawlid)', schedule2024);

const schedule2025 = "published lists after the Prime Minister's Department's schedule for 2025";
move('2025-03-01', '2025-03-02', 'First day of Ramadan', schedule2025, ['Johor', 'Kedah']);
move('2025-03-17', '2025-03-18', 'Day of Nuzul Al-Quran', schedule2025);
move('2025-03-30', '2025-03-31', 'End of Ramadan (Eid al-Fitr)', schedule2025);
move('2025-03-31', '2025-04-01', 'End of Ramadan (Eid al-Fitr)', schedule2025);
move('2025-06-05', '2025-06-06', 'Arafat Day', schedule2025);
move('2025-06-06', '2025-06-07', 'Feast of the Sacrifice (Eid al-Adha)', schedule2025);
move('2025-06-07', '2025-06-08', 'Feast of the Sacrifice (Eid al-Adha)', schedule2025);
move('2025-06-26', '2025-06-27', 'Islamic New Year', schedule2025);
move('2025-09-04', '2025-09-05', 'Birthday of Muhammad (Mawlid)', schedule2025);

const schedule2026 = "published lists after the Prime Minister's Department's schedule for 2026";
move('2026-01-16', '2026-01-17', "Laylat al-Mi'raj", schedule2026);
move('2026-02-18', '2026-02-19', 'First day of Ramadan', schedule2026, ['Johor', 'Kedah']);
move('2026-07-20', '2026-07-21', 'Hari Hol of Sultan Iskandar of Johor', '6 Safar 1448, with 1 Muharram on 17 June 2026');

const estimate2027 = 'published lists for 2027; an estimate until the moon is sighted';
move('2027-01-05', '2027-01-06', "Laylat al-Mi'raj", estimate2027);
move('2027-03-09', '2027-03-10', 'End of Ramadan (Eid al-Fitr)', estimate2027);
move('2027-03-10', '2027-03-11', 'End of Ramadan (Eid al-Fitr)', estimate2027);
move('2027-05-15', '2027-05-16', 'Arafat Day', estimate2027);
move('2027-05-16', '2027-05-17', 'Feast of the Sacrifice (Eid al-Adha)', estimate2027);
move('2027-05-17', '2027-05-18', 'Feast of the Sacrifice (Eid al-Adha)', estimate2027);
move('2027-08-14', '2027-08-15', 'Birthday of Muhammad (Mawlid)', estimate2027);
move('2027-12-25', '2027-12-26', "Laylat al-Mi'raj", estimate2027);

// --- State holidays that have changed since the package's source of 2022. ---
for (const year of [2024, 2025, 2026, 2027]) {
  const arafat = { 2024: '06-16', 2025: '06-06', 2026: '05-26', 2027: '05-16' }[year];
  add(`${year}-${arafat}`, 'Arafat Day', ['Kelantan'], 'kept in Kelantan too, gazetted since 2022');
  move(`${year}-11-11`, `${year}-09-29`, "Sultan of Kelantan's Birthday", 'Kelantan keeps it on 29 and 30 September');
  move(`${year}-11-12`, `${year}-09-30`, "Sultan of Kelantan's Birthday", 'Kelantan keeps it on 29 and 30 September');
  drop(`${year}-04-15`, 'Declaration of Malacca City as Historical City', 'Melaka gave it up for 20 February (Bernama, 9 April 2023)');
  add(`${year}-02-20`, 'Declaration of Independence Date', ['Melaka'], 'in place of 15 April since 2024 (Bernama, 9 April 2023)');
}
move('2024-06-16', '2024-06-30', "Sultan of Kedah's Birthday", schedule2024);
move('2025-06-15', '2025-06-22', "Sultan of Kedah's Birthday", schedule2025);
for (const [year, october] of [[2025, '10-04'], [2026, '10-03'], [2027, '10-02']]) {
  move(`${year}-${october}`, `${year}-03-30`, "Sabah State Governor's Birthday", 'gazetted by Sabah on 6 March 2025: 30 March');
}
for (const first of ['2025-03-01', '2026-02-18', '2027-02-08']) {
  drop(first, 'First day of Ramadan', 'Melaka gave it up from 2025 for a third day of Hari Raya', ['Melaka']);
}
drop('2026-11-08', 'Deepavali', 'Sarawak does not keep it; the package leaves out the wrong day', ['Sarawak']);

// --- Holidays the package does not list yet. ---
add('2027-01-22', 'Thaipusam', ['Johor', 'Negeri Sembilan', 'Perak', 'Pulau Pinang', 'Selangor', 'Kuala Lumpur', 'Putrajaya'],
  'the package ends with 2026; states as in the schedule of 2026');
add('2027-05-20', 'Vesak Day', 'federal', 'the package ends with 2026');

// --- Declared for one year. ---
add('2025-03-30', 'Eid al-Fitr (occasional)', ['Kedah', 'Kelantan', 'Terengganu'], 'declared by the three states, March 2025');
add('2025-04-02', 'Eid al-Fitr (third day)', ['Melaka'], 'in place of the first day of Ramadan');
add('2025-09-15', 'Malaysia Day (additional)', 'federal', 'declared by the Prime Minister, 23 July 2025');
add('2026-01-01', "New Year's Day (occasional)", ['Perlis'], 'declared by Perlis, 31 December 2025');
// The states that rest on Fridays are left out: the Act replaces scheduled holidays, not ones declared for a rest day.
add('2026-03-20', 'Eid al-Fitr (additional)',
  ['Johor', 'Melaka', 'Negeri Sembilan', 'Pahang', 'Pulau Pinang', 'Perak', 'Perlis', 'Selangor', 'Sarawak', 'Kuala Lumpur', 'Labuan',
    'Putrajaya'],
  'declared by the Prime Minister, 15 March 2026, and by Sarawak');
add('2026-03-23', 'Eid al-Fitr (additional)', ['Kedah'], 'declared by Kedah, March 2026');
