using Workflows.Engine.HumanTasks;
using Workflows.Engine.Storage;
using Workflows.Web.Features.Inbox;

namespace Workflows.Web.Tests.Features.Inbox;

public sealed class InboxQueryTests
{
    private static readonly HumanTaskId s_task = new(Guid.Parse("00000000-0000-7000-8000-000000000001"));

    [Fact]
    public void Parse_WhatUrlWrote_IsTheSame()
    {
        var query = new InboxQuery(TaskScope.Available, "expense", "train & bus", s_task);

        Assert.Equal("/tasks?scope=available&definition=expense&q=train%20%26%20bus&task=00000000-0000-7000-8000-000000000001", query.Url);
        Assert.Equal(query, InboxQuery.Parse("available", "expense", "train & bus", $"{s_task}"));
    }

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("all", " ", "", "not-a-guid")]
    public void Parse_NothingItUnderstands_IsThePlainInbox(string? scope, string? definition, string? search, string? task)
    {
        Assert.Equal(new InboxQuery(), InboxQuery.Parse(scope, definition, search, task));
        Assert.Equal("/tasks", new InboxQuery().Url);
    }
}
