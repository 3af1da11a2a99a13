using CsCheck;
using Kumoten.Functions.Domain.Deadlines;
using Kumoten.Functions.Ground;

namespace Kumoten.Tests.Domain.Deadlines;

/// <summary>What holds for every state, day and number. A failure prints the seed that replays it (CsCheck_Seed).</summary>
public sealed class WorkCalendarProperties
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Malaysia;

    private static readonly Gen<MalaysianState> States = Gen.Enum<MalaysianState>();

    // From before the data to after it, so that both of its edges are crossed.
    private static readonly Gen<DateOnly> Days = Gen.Int[0, 6 * 365].Select(new DateOnly(2023, 1, 1).AddDays);

    private static readonly Gen<int> Numbers = Gen.Int[0, 60];

    private const long Often = 5_000;

    [Fact]
    public void Adding_twice_is_adding_the_sum() =>
        Gen.Select(States, Days, Numbers, Numbers).Sample((state, day, n, m) =>
            Add(state, Add(state, day, n), m) == Add(state, day, n + m), iter: Often);

    [Fact]
    public void A_deadline_never_lands_on_a_day_off() =>
        Gen.Select(States, Days, Gen.Int[1, 60]).Sample((state, day, n) => Calendar.IsWorkingDay(state, Add(state, day, n)), iter: Often);

    [Fact]
    public void Adding_agrees_with_counting_day_by_day_from_the_file() =>
        Gen.Select(States, Days, Numbers).Sample((state, day, n) => Add(state, day, n) == Naive.Add(state, day, n), iter: Often);

    [Fact]
    public void Counting_is_the_reverse_of_adding() =>
        Gen.Select(States, Days, Numbers).Sample((state, day, n) => Calendar.Count(state, day, Add(state, day, n)) == n, iter: Often);

    [Fact]
    public void A_later_scan_never_makes_a_parcel_stalled_earlier() =>
        Gen.Select(States, Days, Gen.Int[0, 100_000], Gen.Int[0, 100_000]).Sample((state, day, first, second) =>
        {
            var midnight = MalaysiaTime.At(day, TimeOnly.MinValue);
            var (earlier, later) = (midnight.AddMinutes(Math.Min(first, second)), midnight.AddMinutes(Math.Max(first, second)));
            return ParcelClock.StalledFrom(earlier, state, Calendar) <= ParcelClock.StalledFrom(later, state, Calendar);
        }, iter: Often);

    [Fact]
    public void A_parcel_is_never_stalled_within_a_week_of_its_last_scan() =>
        Gen.Select(States, Days, Gen.Int[0, 24 * 60 - 1]).Sample((state, day, minute) =>
        {
            var scan = MalaysiaTime.At(day, TimeOnly.MinValue).AddMinutes(minute);
            return MalaysiaTime.DayOf(ParcelClock.StalledFrom(scan, state, Calendar)) >= day.AddDays(6);
        }, iter: Often);

    private static DateOnly Add(MalaysianState state, DateOnly day, int n) => Calendar.Add(state, day, new WorkingDays(n));

    /// <summary>The rules again in the plainest words, without the calendar: the page says what, this says the same.</summary>
    private static class Naive
    {
        private static readonly ILookup<DateOnly, Holiday> Holidays = HolidayFile.Embedded().ToLookup(holiday => holiday.Date);

        public static DateOnly Add(MalaysianState state, DateOnly from, int n)
        {
            var day = from;
            while (n > 0)
            {
                day = day.AddDays(1);
                if (!IsWeekend(state, day) && !IsHoliday(state, day) && !IsReplacement(state, day)) n--;
            }

            return day;
        }

        private static bool IsHoliday(MalaysianState state, DateOnly day) => Holidays[day].Any(holiday => holiday.States.Contains(state));

        // A day replaces a holiday if, walking back over days off, there are more holidays on rest days than replacements taken.
        private static bool IsReplacement(MalaysianState state, DateOnly day)
        {
            var waiting = 0;
            for (var d = day.AddDays(-30); d <= day; d = d.AddDays(1))
            {
                if (IsHoliday(state, d) && d.DayOfWeek == (RestsOnFriday(state, d) ? DayOfWeek.Friday : DayOfWeek.Sunday)) waiting++;
                else if (waiting > 0 && !IsHoliday(state, d) && !IsWeekend(state, d))
                {
                    if (d == day) return true;
                    waiting--;
                }
            }

            return false;
        }

        private static bool IsWeekend(MalaysianState state, DateOnly day) => RestsOnFriday(state, day)
            ? day.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday
            : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

        private static bool RestsOnFriday(MalaysianState state, DateOnly day) =>
            MalaysianStates.NameOf(state) is "Kedah" or "Kelantan" or "Terengganu" || (state == MalaysianState.Johor && day.Year <= 2024);
    }
}
