using System.Globalization;
using Workflows.Engine.Instances;
using Workflows.Engine.Schedules;

namespace Workflows.Engine.Tests.Schedules;

public sealed class ScheduleDecisionTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 0, 30, 0, TimeSpan.Zero);
    private static readonly ScheduleSpec s_hourly = new() { Name = "Hourly", Definition = "report", Cron = "0 * * * *" };

    [Fact]
    public void Decide_BeforeItsTime_LooksAgainThen()
    {
        var schedule = Hourly();

        var decision = ScheduleDecision.Decide(schedule, At("00:59:59"), isLastOpen: false);

        Assert.Equal(schedule, decision.Next);
        Assert.Equal(At("01:00"), decision.Next.LookAt);
        Assert.Empty(decision.Starts);
    }

    [Fact]
    public void Decide_AtItsTime_StartsOneAndKeepsItUntilTheResultIsThere()
    {
        var decision = ScheduleDecision.Decide(Hourly(), At("01:00"), isLastOpen: false);

        Assert.Equal([new PlannedRun(At("01:00"), RunCause.Time)], decision.Starts);
        Assert.Equal(decision.Starts, decision.Next.Waiting);
        Assert.Equal((At("01:00"), At("01:00")), (decision.Next.DoneThrough, decision.Next.LookAt));

        var again = ScheduleDecision.Decide(decision.Next, At("01:05"), isLastOpen: false);
        Assert.Equal(decision.Starts, again.Starts);

        var recorded = Started(again.Next, again.Starts[0], At("01:05"));
        Assert.Equal((true, At("02:00")), (recorded.Waiting.IsEmpty, recorded.LookAt));
        Assert.Empty(ScheduleDecision.Decide(recorded, At("01:06"), isLastOpen: false).Starts);
    }

    [Theory]
    [InlineData(CatchUpPolicy.None, 10, "", 3)]
    [InlineData(CatchUpPolicy.Last, 10, "Missed 03:00", 2)]
    [InlineData(CatchUpPolicy.All, 10, "Missed 01:00, Missed 02:00, Missed 03:00", 0)]
    [InlineData(CatchUpPolicy.All, 2, "Missed 02:00, Missed 03:00", 1)]
    public void Decide_AfterDowntime_FollowsTheCatchUpPolicy(CatchUpPolicy policy, int limit, string waiting, int missed)
    {
        var decision = ScheduleDecision.Decide(Hourly(s_hourly with { CatchUp = policy, CatchUpLimit = limit }), At("03:30"), isLastOpen: false);

        Assert.Equal(waiting, Text(decision.Next.Waiting));
        Assert.Equal(missed, decision.Next.Runs.Where(r => r.Result is RunResult.Missed).Sum(r => r.Count));
        Assert.Equal(waiting.Length == 0 ? 0 : 1, decision.Starts.Length);
    }

    [Theory]
    [InlineData(CatchUpPolicy.None, "Time 03:00", 2)]
    [InlineData(CatchUpPolicy.Last, "Time 03:00", 2)]
    [InlineData(CatchUpPolicy.All, "Missed 01:00, Missed 02:00, Time 03:00", 0)]
    public void Decide_AfterDowntimeWhenOneIsDueNow_ThatOneIsOnTime(CatchUpPolicy policy, string waiting, int missed)
    {
        var decision = ScheduleDecision.Decide(Hourly(s_hourly with { CatchUp = policy }), At("03:00:40"), isLastOpen: false);

        Assert.Equal(waiting, Text(decision.Next.Waiting));
        Assert.Equal(missed, decision.Next.Runs.Sum(r => r.Count));
        Assert.Equal("Time 03:00", Text(decision.Starts));
    }

    [Fact]
    public void Decide_YearsOfDowntime_CountsOnlySoFar()
    {
        var decision = ScheduleDecision.Decide(Hourly(s_hourly with { Cron = "* * * * * *", CatchUp = CatchUpPolicy.None }), s_start.AddYears(20).AddMilliseconds(500), isLastOpen: true);

        Assert.Equal(ScheduleLimits.MaxCounted, decision.Next.Runs.Single(r => r.Result is RunResult.Missed).Count);
    }

    [Theory]
    [InlineData(OverlapPolicy.Skip, "", "Skipped 01:00", "")]
    [InlineData(OverlapPolicy.Queue, "", "", "Time 01:00")]
    [InlineData(OverlapPolicy.Allow, "Time 01:00", "", "Time 01:00")]
    public void Decide_TheLastInstanceIsOpen_FollowsTheOverlapPolicy(OverlapPolicy policy, string starts, string runs, string waiting)
    {
        var decision = ScheduleDecision.Decide(Hourly(s_hourly with { Overlap = policy }), At("01:00"), isLastOpen: true);

        Assert.Equal((starts, runs, waiting), (Text(decision.Starts), Text(decision.Next.Runs), Text(decision.Next.Waiting)));
    }

    [Fact]
    public void Decide_QueueAndOneWaits_SkipsTheNextAndStartsTheFirstWhenTheInstanceEnds()
    {
        var first = ScheduleDecision.Decide(Hourly(s_hourly with { Overlap = OverlapPolicy.Queue }), At("01:00"), isLastOpen: true);
        Assert.Equal(At("01:00:30"), first.Next.LookAt);

        var second = ScheduleDecision.Decide(first.Next, At("02:00"), isLastOpen: true);
        Assert.Equal(("Time 01:00", "Skipped 02:00"), (Text(second.Next.Waiting), Text(second.Next.Runs)));

        Assert.Equal("Time 01:00", Text(ScheduleDecision.Decide(second.Next, At("02:10"), isLastOpen: false).Starts));
    }

    [Fact]
    public void Decide_SkippedAgainAndAgain_IsOneResultWithACount()
    {
        var schedule = Hourly();
        for (var hour = 1; hour <= 5; hour++)
        {
            schedule = ScheduleDecision.Decide(schedule, At($"0{hour}:00"), isLastOpen: true).Next;
        }

        var run = Assert.Single(schedule.Runs);
        Assert.Equal((RunResult.Skipped, 5, At("05:00")), (run.Result, run.Count, run.DueAt));
    }

    [Fact]
    public void Decide_Paused_StartsOnlyWhatPeopleAskFor()
    {
        var paused = ScheduleChanges.Pause(Hourly(), "olga", "maintenance", At("00:40"));
        Assert.Null(paused.LookAt);
        Assert.Empty(ScheduleDecision.Decide(paused, At("05:00"), isLastOpen: false).Next.Waiting);

        var (triggered, _) = ScheduleChanges.Trigger(paused, "olga", At("05:00"), isLastOpen: false);
        Assert.Equal("Manual 05:00", Text(ScheduleDecision.Decide(triggered!, At("05:00"), isLastOpen: false).Starts));

        var resumed = ScheduleChanges.Resume(paused, At("05:30"));
        Assert.Equal(At("06:00"), resumed.LookAt);
        Assert.Equal("Time 06:00", Text(ScheduleDecision.Decide(resumed, At("06:00"), isLastOpen: false).Starts));
    }

    [Fact]
    public void Save_WhileOneIsDue_PlansItAsItWasAndGoesOnFromNow()
    {
        var saved = ScheduleChanges.Save(Hourly(), s_hourly with { Cron = "10 * * * *" }, "olga", At("01:00:20"));

        Assert.Equal(("Time 01:00", At("01:00:20"), 2L, "olga"), (Text(saved.Waiting), saved.DoneThrough, saved.Revision, saved.SavedBy));
        Assert.Equal(At("01:10"), saved.NextRun(At("01:00:20")));
    }

    [Fact]
    public void Trigger_WhileTheLastIsOpen_FollowsTheOverlapPolicy()
    {
        Assert.IsType<Rejection.ScheduleState>(ScheduleChanges.Trigger(Hourly(), "olga", At("00:40"), isLastOpen: true).Rejection);
        var (queued, _) = ScheduleChanges.Trigger(Hourly(s_hourly with { Overlap = OverlapPolicy.Queue }), "olga", At("00:40"), isLastOpen: true);
        Assert.Equal("Manual 00:40", Text(queued!.Waiting));
        Assert.IsType<Rejection.ScheduleState>(ScheduleChanges.Trigger(queued, "olga", At("00:41"), isLastOpen: true).Rejection);
        Assert.Null(ScheduleChanges.Trigger(Hourly(s_hourly with { Overlap = OverlapPolicy.Allow }), "olga", At("00:41"), isLastOpen: true).Rejection);
    }

    [Fact]
    public void Backfill_ARange_RunsOneAfterAnotherBehindWhatTimeAsksFor()
    {
        var (due, problem) = ScheduleChanges.BackfillOf(Hourly(), At("00:00").AddHours(-2), At("00:00"), s_start);
        Assert.Null(problem);
        var schedule = ScheduleChanges.Backfill(Hourly(), due, "olga", s_start);

        var first = ScheduleDecision.Decide(schedule, s_start, isLastOpen: false);
        Assert.Equal([new PlannedRun(At("00:00").AddHours(-2), RunCause.Backfill, "olga")], first.Starts);

        var busy = ScheduleDecision.Decide(Started(first.Next, first.Starts[0], s_start), At("01:00"), isLastOpen: true);
        Assert.Equal(("Backfill 23:00, Backfill 00:00", "Skipped 01:00"), (Text(busy.Next.Waiting), Text(busy.Next.Runs.Where(r => r.Result is RunResult.Skipped))));

        var free = ScheduleDecision.Decide(busy.Next, At("02:00"), isLastOpen: false);
        Assert.Equal("Time 02:00", Text(free.Starts));
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "/to")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-02T00:30:01Z", "/to")]
    [InlineData("2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z", "/from")]
    public void Backfill_ARangeThatIsNone_SaysWhere(string from, string to, string place) =>
        Assert.Equal(place, ScheduleChanges.BackfillOf(Hourly(), Parse(from), Parse(to), s_start).Problem?.InstancePath);

    /// <summary>Whatever happens in whatever order, each due moment has exactly one fate, and without overlap one run is under way at the most.</summary>
    [Fact]
    public void Decide_AnyCourseOfEvents_EachMomentHasOneFate()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var spec = s_hourly with
            {
                Cron = "*/5 * * * *",
                Overlap = (OverlapPolicy)random.Next(3),
                CatchUp = (CatchUpPolicy)random.Next(3),
                CatchUpLimit = random.Next(1, 6),
            };
            var schedule = Hourly(spec);
            var now = s_start;
            var started = new HashSet<DateTimeOffset>();
            var isOpen = false;
            var left = 0;
            for (var turn = 0; turn < 200; turn++)
            {
                now = now.AddSeconds(random.Next(3) == 0 ? random.Next(3000) : random.Next(100));
                isOpen = isOpen && random.Next(2) == 0;
                var before = schedule.Runs;
                var decision = ScheduleDecision.Decide(schedule with { Runs = [] }, now, isOpen && spec.Overlap is not OverlapPolicy.Allow);
                left += decision.Next.Runs.Sum(r => r.Count);
                schedule = decision.Next with { Runs = before };
                Assert.True(spec.Overlap is OverlapPolicy.Allow || decision.Starts.Length <= (isOpen ? 0 : 1), $"Seed {seed}");
                if (random.Next(4) == 0)
                {
                    continue; // the process ended before anything was started: the next turn starts it
                }

                foreach (var run in decision.Starts)
                {
                    Assert.True(started.Add(run.DueAt), $"Seed {seed}: {run.DueAt} was started twice");
                    schedule = Started(schedule, run, now);
                    isOpen = true;
                }
            }

            Assert.True(ScheduleTimes.TryRead(spec, s_start, out var times));
            Assert.Equal(times.Between(s_start, schedule.DoneThrough).Count(), started.Count + left + schedule.Waiting.Length);
        }
    }

    [Fact]
    public void Json_ASchedule_MatchesTheStoredFormatAndComesBack()
    {
        var schedule = Started(ScheduleDecision.Decide(Hourly(s_hourly with { Version = new(1, 2, 3), Every = null }), At("02:30"), isLastOpen: false).Next, new PlannedRun(At("02:00"), RunCause.Missed), At("02:30"));
        schedule = ScheduleChanges.Backfill(schedule, [At("01:00")], "olga", At("02:40")) with { Pause = new SchedulePause("olga", At("02:45"), "maintenance") };

        var json = ScheduleJson.Write(schedule);

        Assert.Equal(
            """
            {"id":"00000000-0000-0000-0000-000000000001","tenant":"default","spec":{"name":"Hourly","definition":"report","version":"1.2.3","data":{},"cron":"0 * * * *","timeZone":"UTC","overlap":"skip","catchUp":"last","catchUpLimit":10},"revision":1,"writes":1,"createdAt":"2026-01-02T00:30:00+00:00","createdBy":"ada","savedAt":"2026-01-02T00:30:00+00:00","savedBy":"ada","pause":{"by":"olga","at":"2026-01-02T02:45:00+00:00","reason":"maintenance"},"doneThrough":"2026-01-02T02:30:00+00:00","lookAt":"2026-01-02T02:40:00+00:00","waiting":[{"dueAt":"2026-01-02T01:00:00+00:00","cause":"backfill","by":"olga"}],"runs":[{"dueAt":"2026-01-02T02:00:00+00:00","at":"2026-01-02T02:30:00+00:00","cause":"missed","result":"started","instance":"00000000-0000-0000-0000-000000000009","count":1},{"dueAt":"2026-01-02T01:00:00+00:00","at":"2026-01-02T02:30:00+00:00","cause":"time","result":"missed","reason":"Nothing ran here at the time; later ones make up for it.","count":1}],"lastInstance":"00000000-0000-0000-0000-000000000009"}
            """,
            json);
        Assert.Equal(json, ScheduleJson.Write(ScheduleJson.Read(json)));
    }

    private static Schedule Hourly(ScheduleSpec? spec = null) =>
        ScheduleChanges.Create(new ScheduleId(Guid.Parse("00000000-0000-0000-0000-000000000001")), TenantId.Default, spec ?? s_hourly, "ada", s_start);

    private static Schedule Started(Schedule schedule, PlannedRun run, DateTimeOffset now) => ScheduleChanges.Record(
        schedule,
        run,
        new ScheduleRun(run.DueAt, now, run.Cause, RunResult.Started) { Instance = new InstanceId(Guid.Parse("00000000-0000-0000-0000-000000000009")), By = run.By },
        now)!;

    private static string Text(IEnumerable<PlannedRun> runs) => string.Join(", ", runs.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Cause} {r.DueAt:HH:mm}")));

    private static string Text(IEnumerable<ScheduleRun> runs) => string.Join(", ", runs.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Result} {r.DueAt:HH:mm}")));

    private static DateTimeOffset At(string time) => Parse($"2026-01-02T{time}Z");

    private static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
