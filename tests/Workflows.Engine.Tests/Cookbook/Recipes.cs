using Workflows.Engine.Definitions;

namespace Workflows.Engine.Tests.Cookbook;

/// <summary>The examples of docs/cookbook.md, line by line as they stand there.</summary>
internal static class Recipes
{
    public static IReadOnlyDictionary<string, WorkflowDefinition> All { get; } = new Dictionary<string, WorkflowDefinition>
    {
        ["sequential"] = Create(d => d
            .Human("manager", configure: h => h.AssignToGroup("managers").Outcome("approve").Outcome("reject", requiresComment: true))
            .Human("director", configure: h => h.AssignToGroup("directors").Outcome("approve").Outcome("reject", requiresComment: true))
            .End("approved").End("rejected")
            .Edge("manager", "director", outcome: "approve").Edge("manager", "rejected", outcome: "reject")
            .Edge("director", "approved", outcome: "approve").Edge("director", "rejected", outcome: "reject")
        ),
        ["parallel"] = Create(d => d
            .Parallel("ask")
            .Human("legal", configure: h => h.AssignToGroup("legal").Outcome("approve").Outcome("reject"))
            .Human("finance", configure: h => h.AssignToGroup("finance").Outcome("approve").Outcome("reject"))
            .End("approved", configure: s => s.Join(Join.All)).End("rejected", terminates: true, configure: s => s.Join(Join.Each))
            .Path("ask", "legal").Path("ask", "finance")
            .Edge("legal", "approved", outcome: "approve").Edge("legal", "rejected", outcome: "reject")
            .Edge("finance", "approved", outcome: "approve").Edge("finance", "rejected", outcome: "reject")
        ),
        ["k_of_n"] = Create(d => d
            .Human("board", "Board member votes", configure: h => h
                .AssignFrom("data.item").Outcome("yes").Outcome("no")
                .Multi("data.members", until: "data.board.filter(v, v.outcome == 'yes').size() >= 2 || data.board.filter(v, v.outcome == 'no').size() >= 2"))
            .End("accepted").End("refused")
            .Edge("board", "accepted", when: "data.board.filter(v, v != null && v.outcome == 'yes').size() >= 2").Edge("board", "refused", otherwise: true)
        ),
        ["veto"] = Create(d => d
            .Human("object", "Object, if you must", configure: h => h
                .AssignFrom("data.item").Outcome("veto", style: OutcomeStyle.Danger, requiresComment: true).Outcome("fine")
                .Multi("data.councillors", until: "data.object.exists(v, v.outcome == 'veto')").Timeout("P5D", "silence"))
            .End("stopped").End("agreed", configure: s => s.Join(Join.Each))
            .Edge("object", "stopped", when: "data.object.exists(v, v != null && v.outcome == 'veto')")
            .Edge("object", "agreed", outcome: "silence").Edge("object", "agreed", otherwise: true)
        ),
        ["first_responder"] = Create(d => d
            .Parallel("offer")
            .Human("berlin", configure: h => h.AssignToGroup("berlin")).Human("lisbon", configure: h => h.AssignToGroup("lisbon"))
            .Machine("reply", "SendReply", configure: s => s.Join(1, JoinRest.Cancel))
            .Path("offer", "berlin", "reply").Path("offer", "lisbon", "reply")
        ),
        ["escalation"] = Create(d => d
            .Human("manager", configure: h => h.AssignToGroup("managers").Outcome("approve").Outcome("reject").Timeout("P2D", "escalated"))
            .Human("director", configure: h => h.AssignToGroup("directors").Outcome("approve").Outcome("reject"))
            .End("approved", configure: s => s.Join(Join.Each)).End("rejected", configure: s => s.Join(Join.Each))
            .Edge("manager", "approved", outcome: "approve").Edge("manager", "rejected", outcome: "reject").Edge("manager", "director", outcome: "escalated")
            .Edge("director", "approved", outcome: "approve").Edge("director", "rejected", outcome: "reject")
        ),
        ["reminder"] = Create(d => d
            .Human("manager", configure: h => h.AssignToGroup("managers").Timeout("P1D", "remind", interrupts: false))
            .Machine("mail", "SendReminder").End("done")
            .Edge("manager", "mail", outcome: "remind").Edge("manager", "done", otherwise: true)
        ),
        ["send_back"] = Create(d => d
            .Human("write", configure: h => h.AssignFrom("vars.startedBy").SaveAs("draft").Join(Join.Each))
            .Human("review", configure: h => h.AssignToGroup("editors").Outcome("approve").Outcome("send_back", requiresComment: true))
            .Machine("publish", "Publish")
            .Path("write", "review").Edge("review", "publish", outcome: "approve").Edge("review", "write", outcome: "send_back")
        ),
        ["four_eyes"] = Create(d => d
            .Human("first", "First signature", configure: h => h.AssignFrom("data.signatories"))
            .Human("second", "Second signature", configure: h => h.AssignFrom("data.signatories.filter(s, s != data.first.by)"))
            .Machine("pay", "Pay").Path("first", "second", "pay")
        ),
        ["by_amount"] = Create(d => d
            .Exclusive("size", "How much?").Human("manager", configure: h => h.AssignToGroup("managers"))
            .Sequence("large", s => s.Human("head", configure: h => h.AssignToGroup("heads")).Human("director", configure: h => h.AssignToGroup("directors")))
            .Machine("pay", "Pay", configure: s => s.Join(Join.Each))
            .Edge("size", "pay", when: "data.amount <= 1000").Edge("size", "manager", when: "data.amount <= 10000").Edge("size", "large", otherwise: true)
            .Path("manager", "pay").Path("large", "pay")
        ),
        ["hierarchy"] = Create(d => d
            .Human("superior", "Superior approves", configure: h => h
                .AssignFrom("data.item.who").Outcome("approve").Outcome("reject")
                .Multi("data.superiors.filter(s, s.limit < data.amount || s.limit == data.superiors.filter(t, t.limit >= data.amount).map(t, t.limit).min())", width: 1, until: "data.superior.exists(s, s.outcome == 'reject')"))
            .End("approved").End("rejected")
            .Edge("superior", "rejected", when: "data.superior.exists(s, s != null && s.outcome == 'reject')").Edge("superior", "approved", otherwise: true)
        ),
        ["ad_hoc"] = Create(d => d
            .Human("opinion", configure: h => h.AssignFrom("data.item").Multi("data.experts", grows: true))
            .Human("decide", configure: h => h.AssignToGroup("managers")).Path("opinion", "decide")
        ),
        ["deadline"] = Create(d => d
            .Human("consent", configure: h => h.AssignFrom("data.owner").Outcome("object").Timeout("timestamp(data.deadline)", "consented"))
            .Machine("proceed", "Proceed").End("stopped")
            .Edge("consent", "stopped", outcome: "object").Edge("consent", "proceed", outcome: "consented")
        ),
        ["delegate"] = Create(d => d
            .Set("begin", ("deciding", "data.owner"))
            .Human("decide", form: """{ "type": "object", "properties": { "to": { "type": "string", "title": "Delegate to" } } }""", configure: h => h
                .AssignFrom("data.deciding").Outcome("approve").Outcome("delegate").Join(Join.Each))
            .Set("hand_over", ("deciding", "data.decide.to")).End("approved")
            .Path("begin", "decide").Edge("decide", "approved", outcome: "approve").Edge("decide", "hand_over", outcome: "delegate").Path("hand_over", "decide")
        ),
        ["consult"] = Create(d => d
            .Human("decide", configure: h => h.AssignToGroup("managers").OnSignal("ask", interrupts: false))
            .Human("advise", configure: h => h.AssignFrom("data.ask.whom")).End("decided", terminates: true)
            .Edge("decide", "advise", outcome: "ask").Edge("decide", "decided", otherwise: true)
        ),
        ["withdraw"] = Create(d => d
            .Group("approval", g => g.Human("manager", configure: h => h.AssignToGroup("managers")).Human("finance", configure: h => h.AssignToGroup("finance")).Path("manager", "finance"),
                configure: s => s.OnSignal("withdrawn"))
            .Machine("pay", "Pay").End("recalled")
            .Edge("approval", "recalled", outcome: "withdrawn").Edge("approval", "pay", otherwise: true)
        ),
        ["confirmation"] = Create(d => d
            .Machine("send_offer", "SendOffer").State("sent").Signal("accepted", key: "data.offer").Timer("expired", "P30D")
            .Machine("order", "PlaceOrder").Machine("close", "CloseOffer")
            .Path("send_offer", "sent", "accepted", "order").Path("sent", "expired", "close")
        ),
        ["per_line"] = Create(d => d
            .Human("line", "Approve the line", configure: h => h.AssignFrom("data.item.owner").Outcome("approve").Outcome("reject").Multi("data.lines"))
            .Set("sum_up", ("approved", "data.line.filter(l, l.outcome == 'approve').size()"))
            .Machine("order", "PlaceOrder").End("nothing_left")
            .Path("line", "sum_up").Edge("sum_up", "order", when: "data.approved > 0").Edge("sum_up", "nothing_left", otherwise: true)
        ),
        ["renewal"] = Create(d => d
            .Group("grant", g => g
                .Human("approve", configure: h => h.AssignToGroup("owners").Outcome("grant").Outcome("end"))
                .Timer("valid", "P365D").End("ended").End("expired")
                .Edge("approve", "valid", outcome: "grant").Edge("approve", "ended", outcome: "end").Path("valid", "expired"), configure: s => s.Until("outcome == 'ended'"))
            .Machine("revoke", "RevokeAccess").Path("grant", "revoke")
        ),
        ["extra"] = Create(d => d
            .Inclusive("who", "Who has to look?")
            .Human("manager", configure: h => h.AssignToGroup("managers")).Human("legal", configure: h => h.AssignToGroup("legal")).Human("security", configure: h => h.AssignToGroup("security"))
            .Machine("sign", "Sign")
            .Edge("who", "manager").Edge("who", "legal", when: "data.isContract").Edge("who", "security", when: "data.hasAccess")
            .Path("manager", "sign").Path("legal", "sign").Path("security", "sign")
        ),
        ["all_or_nothing"] = Create(d => d
            .Group("move", g => g
                .Human("approve", configure: h => h.AssignToGroup("managers"))
                .Machine("reserve", "ReserveBudget", configure: s => s.CompensateWith("release"))
                .Machine("order", "PlaceOrder").Machine("release", "ReleaseBudget")
                .Path("approve", "reserve", "order"), configure: s => s.Saga(AfterUndo.Continue))
            .End("ordered").Human("clear_up", configure: h => h.AssignToGroup("purchasing"))
            .Edge("move", "ordered", otherwise: true).Edge("move", "clear_up", outcome: "undone")
        ),
    };

    private static WorkflowDefinition Create(Action<DefinitionBuilder> build) => WorkflowDefinition.Create("recipe", "1.0.0", build);
}
