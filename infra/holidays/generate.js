// Writes functions/Domain/Deadlines/holidays.csv from the npm package date-holidays and corrections.js.
import { readFileSync, writeFileSync } from 'node:fs';
import Holidays from 'date-holidays';
import { corrections } from './corrections.js';

const years = [2024, 2025, 2026, 2027];
const target = new URL('../../functions/Domain/Deadlines/holidays.csv', import.meta.url);
const version = JSON.parse(readFileSync(new URL('package.json', import.meta.url))).devDependencies['date-holidays'];

// ISO 3166-2:MY, with the names that the program shows.
const states = {
  '01': 'Johor', '02': 'Kedah', '03': 'Kelantan', '04': 'Melaka', '05': 'Negeri Sembilan', '06': 'Pahang', '07': 'Pulau Pinang',
  '08': 'Perak', '09': 'Perlis', 10: 'Selangor', 11: 'Terengganu', 12: 'Sabah', 13: 'Sarawak', 14: 'Kuala Lumpur', 15: 'Labuan',
  16: 'Putrajaya',
};
const order = Object.keys(states).sort().map(code => states[code]);

function fromPackage() {
  const entries = [];
  for (const [code, state] of Object.entries(states)) {
    const calendar = new Holidays('MY', code);
    for (const holiday of years.flatMap(year => calendar.getHolidays(year, 'en'))) {
      // Replacements are the program's business. Some are marked only in the rule, not on the day that comes of it.
      const replacement = holiday.substitute || calendar.holidays[holiday.rule]?.substitute;
      if (holiday.type !== 'public' || replacement) continue;
      entries.push({ date: holiday.date.slice(0, 10), name: holiday.name, state, source: 'date-holidays' });
    }
  }
  return entries;
}

function correct(entries) {
  const gone = new Set();
  const corrected = [];
  for (const { kind, from, to, name, why, states: only } of corrections) {
    if (kind === 'add') {
      for (const state of only === 'federal' ? order : only) {
        if (!order.includes(state)) throw new Error(`No state is named ${state}.`);
        if (entries.some(e => e.date === to && e.name === name && e.state === state)) {
          throw new Error(`The package has caught up; remove the correction: ${name} on ${to} in ${state}.`);
        }
        corrected.push({ date: to, name, state, source: why });
      }
      continue;
    }
    const found = entries.filter(e => e.date === from && e.name === name && (!only || only.includes(e.state)));
    if (found.length < (only?.length ?? 1)) throw new Error(`The package has caught up; remove the correction: ${name} on ${from}.`);
    for (const entry of found) {
      gone.add(entry);
      if (kind === 'move') corrected.push({ ...entry, date: to, source: why });
    }
  }
  return [...entries.filter(entry => !gone.has(entry)), ...corrected];
}

// One line for each holiday on a day and where it is known from, with all its states.
function toLines(entries) {
  const rows = new Map();
  for (const entry of entries) {
    const key = [entry.date, entry.name, entry.source].join('|');
    if (!rows.has(key)) rows.set(key, { ...entry, states: new Set() });
    rows.get(key).states.add(entry.state);
  }
  return [...rows.values()]
    .map(row => ({ ...row, states: order.filter(state => row.states.has(state)) }))
    .sort((a, b) => a.date.localeCompare(b.date) || b.states.length - a.states.length || a.name.localeCompare(b.name))
    .map(({ date, name, states: kept, source }) =>
      [date, name, kept.length === order.length ? 'federal' : kept.join(';'), source].map(withoutComma).join(','));
}

// The file is plain enough to be split at commas; only the source, the last column, is ever a sentence.
const withoutComma = field => field.replaceAll(',', ' -');

const header = `\
# Public holidays of Malaysia, ${years.at(0)} to ${years.at(-1)}, as gazetted: a day that replaces a holiday on a weekly rest day
# is worked out by the program (WorkCalendar.cs) and never listed. Generated; to change a day, see infra/holidays/README.md.
# Source: date-holidays ${version} by commenthol and contributors, https://github.com/commenthol/date-holidays, after
# https://en.wikipedia.org/wiki/Public_holidays_in_Malaysia and https://publicholidays.com.my. Licence: ISC AND CC-BY-3.0 by its
# package.json, the data CC BY-SA 3.0 by its LICENSE (https://creativecommons.org/licenses/by-sa/3.0/). Changed: replacements
# taken out, and the corrections of infra/holidays/corrections.js put in; their lines say why in the last column.
# What replaces a holiday on a Friday in Kelantan and Terengganu, and how sure that is (looked up in November 2026):
# - The law: "weekly holiday" means Sunday or - in States where Friday is observed as the weekly holiday - Friday; a public holiday
#   that falls on it is replaced by the day following - and by the next one if that is a public holiday already - unless the State
#   gazettes otherwise (Holidays Act 1951 [Act 369]; sections 2 and 3; https://mylaw.my/legislation/act-1951-369/section-3). Sure.
# - Kelantan: on 16 November 2022 its government made Sunday 20 November a holiday because the ones of Friday 18 and Saturday 19 fell
#   on the state's weekly holidays - by its own State Service Circular 7 of 1996 (https://www.samudera.my/pru-15-kerajaan-kelantan-umum-cuti-ahad-ini/).
#   So a Friday's is replaced. Likely for 2024 to 2026: no later circular was found.
# - Terengganu: no announcement of its own on replacements of 2024 to 2026 was found; a law firm names Friday as the weekly holiday of
#   all four states (https://khailinglaw.com/?p=4345 - January 2024). By the Act alone.
# - Against it: https://en.wikipedia.org/wiki/Public_holidays_in_Malaysia and python-holidays after it say that there only a Saturday's is
#   replaced. Calendars gave both states Monday 27 January 2020 for New Year on a Saturday - but not Monday 12 February 2024 for the same
#   (the firm's note and timeanddate.com) - so that does not hold for these years.
# - What the program does: in both a Friday's is replaced by the next working day and a Saturday's is not. Where the State's gazette says
#   otherwise for a day - that day goes into infra/holidays/corrections.js. Wrong by a day it makes a parcel count as late a working day
#   later and moves no money; Kumoten's own deadlines go by Selangor.
date,name,states,source
`;

const lines = toLines(correct(fromPackage()));
writeFileSync(target, header + lines.join('\n') + '\n');
console.log(`${lines.length} holidays written to ${target.pathname}`);
