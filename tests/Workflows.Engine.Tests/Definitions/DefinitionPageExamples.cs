using Workflows.Engine.Definitions;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>The C# examples of docs/definitions.md, line by line as they stand there.</summary>
internal static class DefinitionPageExamples
{
    public static IReadOnlyDictionary<string, WorkflowDefinition> All { get; } = new Dictionary<string, WorkflowDefinition>
    {
        ["first"] =
            WorkflowDefinition.Create("leave_request", "1.0.0", d => d
                .Describe("Somebody wants to be away.")
                .StartForm("""{ "type": "object", "required": ["days"], "properties": { "days": { "type": "integer", "title": "Days", "minimum": 1 } } }""")
                .Human("decide", "Decide", configure: h => h
                    .AssignToGroup("managers")
                    .Outcome("approve").Outcome("reject"))
                .Machine("book", "BookLeave")
                .End("rejected")
                .Edge("decide", "book", outcome: "approve")
                .Edge("decide", "rejected", outcome: "reject"))
        ,
        ["machine"] = Create(d => d
            .Machine("book", "BookLeave")
        ),
        ["human"] = Create(d => d
            .Human("review", "Review", form: """{ "type": "object", "properties": { "note": { "type": "string", "title": "Note" } } }""", configure: h => h
                .Title("Review {data.title}")
                .Summary("By {vars.startedBy}")
                .AssignTo("ann").AssignToGroup("managers").AssignFrom("data.deputies")
                .Outcome("approve", "Approve", OutcomeStyle.Primary)
                .Outcome("reject", style: OutcomeStyle.Danger, requiresComment: true)
                .Due("P2D")
                .SaveAs("decision")
                .Ui("""{ "note": { "ui:widget": "textarea" } }"""))
        ),
        ["gateway"] = Create(d => d
            .Exclusive("how_much", "How much is it?")
        ),
        ["join"] = Create(d => d
            .Machine("report", "WriteReport", configure: s => s.Join(Join.All).Split(Split.First))
        ),
        ["count"] = Create(d => d
            .Parallel("ask").Human("ann").Human("bob").Human("cay")
            .Machine("publish", "Publish", configure: s => s.Join(2, JoinRest.Cancel))
            .Path("ask", "ann", "publish").Path("ask", "bob", "publish").Path("ask", "cay", "publish")
        ),
        ["timer"] = Create(d => d
            .Timer("cool_down", "PT4H")
            .Timer("opening", "2030-01-31T10:00:00Z")
            .Timer("deadline", "timestamp(data.deadline) - duration('P1D')")
        ),
        ["data"] = Create(d => d
            .Set("sum_up", ("total", "data.net * 1.2"), ("isLarge", "data.total >= 10000"))
        ),
        ["end"] = Create(d => d
            .End("rejected", terminates: true)
        ),
        ["settings"] = Create(d => d
            .Machine("order", "http", configure: s => s
                .With("""{ "method": "POST", "url": "https://shop.example.com/orders", "headers": { "X-Api-Key": { "secret": "shop" } }, "body": { "item": "{data.item}", "note": "For {vars.startedBy}" } }""")
                .Retry(attempts: 5))
            .Machine("tell", "event", configure: s => s.With("""{ "type": "order.placed", "data": { "order": "{data.order.body.id}" } }"""))
            .Path("order", "tell")
        ),
        ["failures"] = Create(d => d
            .Machine("charge", "ChargeCard", configure: s => s
                .Retry(attempts: 5, delay: TimeSpan.FromSeconds(10), notFor: "card-declined")
                .AttemptTimeout(TimeSpan.FromSeconds(30))
                .OnError("card-declined", "declined"))
            .Machine("ship", "ShipGoods").Machine("ask", "AskForAnotherCard")
            .Path("charge", "ship").Edge("charge", "ask", outcome: "declined")
        ),
        ["timeout"] = Create(d => d
            .Human("manager", configure: h => h.AssignToGroup("managers").Timeout("P2D"))
            .Human("director", configure: h => h.AssignToGroup("directors"))
            .Machine("book", "BookLeave")
            .Edge("manager", "director", outcome: "timeout")
            .Path("manager", "book").Path("director", "book")
        ),
        ["saga"] = Create(d => d
            .Group("book", g => g
                .Machine("hotel", "BookHotel", configure: s => s.CompensateWith("cancel_hotel"))
                .Machine("flight", "BookFlight", configure: s => s.CompensateWith("cancel_flight"))
                .Machine("cancel_hotel", "CancelHotel").Machine("cancel_flight", "CancelFlight")
                .Path("hotel", "flight"), configure: s => s.Saga(AfterUndo.Continue))
            .Machine("tell", "SendTickets").Human("call_customer")
            .Edge("book", "tell", otherwise: true).Edge("book", "call_customer", outcome: "undone")
        ),
        ["shapes"] = Create(d => d
            .Sequence("purchase", s => s
                .Parallel("review", p => p.Human("legal").Human("finance"), callback: c => c.Machine("merge", "MergeReviews"))
                .Conditional("size", c => c.When("data.amount > 1000", b => b.Human("director")))
                .Machine("order", "PlaceOrder"))
        ),
        ["cancels"] = Create(d => d
            .Parallel("ask")
            .Human("manager", configure: h => h.Outcome("approve").Outcome("reject"))
            .Human("finance", configure: h => h.Outcome("approve").Outcome("reject"))
            .Machine("pay", "Pay")
            .Set("reject", s => s.Join(Join.Each).Cancels("manager", "finance", "pay"), ("status", "'rejected'"))
            .Path("ask", "manager").Path("ask", "finance")
            .Edge("manager", "pay", outcome: "approve").Edge("manager", "reject", outcome: "reject")
            .Edge("finance", "pay", outcome: "approve").Edge("finance", "reject", outcome: "reject")
        ),
        ["state"] = Create(d => d
            .State("sent").Human("record_answer").Timer("two_weeks", "P14D").Machine("remind", "Remind")
            .Path("sent", "record_answer").Path("sent", "two_weeks", "remind")
        ),
        ["wait"] = Create(d => d
            .Signal("paid", key: "data.invoice", saveAs: "payment").When("both_signed", "has(data.buyer) && has(data.seller)")
            .Webhook("delivered", secret: "carrier")
        ),
        ["on"] = Create(d => d
            .Human("review", configure: h => h.OnSignal("recalled").OnData("data.amount > 1000", "too_much").Timeout("P2D", "remind", interrupts: false))
            .Machine("pay", "Pay").Machine("remind", "Remind").End("stopped")
            .Edge("review", "stopped", outcome: "recalled").Edge("review", "stopped", outcome: "too_much")
            .Edge("review", "remind", outcome: "remind").Edge("review", "pay", otherwise: true)
        ),
        ["group"] = Create(d => d
            .Group("sign", g => g.Parallel("ask").Human("buyer").Human("seller").Path("ask", "buyer").Path("ask", "seller"), configure: s => s.Timeout("P7D"))
            .Machine("file", "File").End("lapsed")
            .Edge("sign", "file", otherwise: true).Edge("sign", "lapsed", outcome: "timeout")
        ),
        ["call"] = Create(d => d
            .Call("check", "credit_check", input: [("customer", "data.customer")], output: [("score", "data.result.score")])
        ),
        ["multi"] = Create(d => d
            .Human("vote", configure: h => h.AssignFrom("data.item").Outcome("yes").Outcome("no").Multi("data.board", until: "data.vote.filter(v, v.outcome == 'yes').size() >= 2"))
        ),
        ["again"] = Create(d => d
            .Group("revise", g => g.Human("write").Human("check", configure: h => h.Outcome("good").Outcome("again")).End("good").End("again")
                .Path("write", "check").Edge("check", "good", outcome: "good").Edge("check", "again", outcome: "again"), configure: s => s.Until("outcome == 'good'", limit: 5))
        ),
        ["gates"] = Create(d => d
            .Parallel("both").State("open").Human("close", configure: h => h.Cancels("change"))
            .Human("change", configure: h => h.Requires("open").Lock("order")).Machine("print", "Print", configure: s => s.Lock("order"))
            .Path("both", "open", "close").Path("both", "change").Path("both", "print")
        ),
        ["choice"] = Create(d => d
            .Machine("submit", "Submit").Human("manager").Machine("pay", "Pay")
            .Edge("submit", "pay", when: "data.amount < 1000")
            .Edge("submit", "manager", otherwise: true)
            .Path("manager", "pay")
        ),
        ["parallel"] = Create(d => d
            .Machine("submit", "Submit").Human("manager").Human("finance").Machine("pay", "Pay")
            .Path("submit", "manager", "pay")
            .Path("submit", "finance", "pay")
        ),
        ["loop"] = Create(d => d
            .Human("write").Human("review", configure: h => h.Outcome("approve").Outcome("send_back", requiresComment: true)).Machine("publish", "Publish")
            .Path("write", "review")
            .Edge("review", "publish", outcome: "approve")
            .Edge("review", "write", outcome: "send_back", label: "not yet")
        ),
    };

    private static WorkflowDefinition Create(Action<DefinitionBuilder> build) => WorkflowDefinition.Create("example", "1.0.0", build);
}
