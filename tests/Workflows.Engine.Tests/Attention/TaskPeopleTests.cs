using System.Collections.Immutable;
using Workflows.Engine.Attention;
using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Tests.Attention;

public sealed class TaskPeopleTests
{
    private static readonly TenantId s_acme = new("acme");
    private static readonly ImmutableArray<Actor> s_everybody = [new("max", ["managers"], TenantId.Default), new("ann", [], TenantId.Default), new("zoe", ["finance"], s_acme)];

    [Theory]
    [InlineData("max", "", "", true)]
    [InlineData("gone", "", "", false)]
    [InlineData("gone", "max", "managers", false)]
    [InlineData("zoe", "", "", false)]
    [InlineData(null, "", "", true)]
    [InlineData(null, "gone,ann", "", true)]
    [InlineData(null, "gone,zoe", "", false)]
    [InlineData(null, "", "finance", false)]
    [InlineData(null, "gone", "managers", true)]
    public void Task_IsForSomebody_AsTheRuleOfEligibilitySays(string? assignee, string users, string groups, bool isForSomebody)
    {
        ImmutableArray<string> named = users.Length == 0 ? [] : [.. users.Split(',')];
        ImmutableArray<string> offered = groups.Length == 0 ? [] : [.. groups.Split(',')];

        Assert.Equal(isForSomebody, new TaskPeople(s_everybody).WhyNobody(TenantId.Default, assignee, named, offered) is null);
        Assert.Equal(isForSomebody, s_everybody.Any(person => person.Tenant == TenantId.Default && Eligibility.Of(assignee, named, offered, person).IsEligible));
    }
}
