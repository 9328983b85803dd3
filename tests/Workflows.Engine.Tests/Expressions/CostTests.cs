using Workflows.Engine.Expressions;

namespace Workflows.Engine.Tests.Expressions;

public sealed class CostTests
{
    private const string Data = """
        {"id":"REQ-1","title":"New laptop","amount":1250.5,"department":"eng","requester":{"name":"Ann"},"lines":[{"price":10,"qty":2},{"price":20,"qty":1}]}
        """;

    [Theory]
    [InlineData("data.amount >= 1000 && data.department == \"eng\"")]
    [InlineData("data.department in ['hr', 'eng']")]
    [InlineData("data.requester?.name != null && !(data.rejected ?? false)")]
    [InlineData("data.lines.all(x, x.price * x.qty >= 20)")]
    [InlineData("data.lines.sum(x, x.price * x.qty) > 39")]
    public void EvaluateCondition_Typical_AllocatesNothing(string source)
    {
        var expression = Expression.Parse(source);
        var context = Given.Data(Data);
        Assert.True(expression.EvaluateCondition(context).IsTrue);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _ = expression.EvaluateCondition(context).IsTrue;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void EvaluateCondition_Error_AllocatesLittle()
    {
        var expression = Expression.Parse("data.amont >= 1000");
        var context = Given.Data(Data);
        Assert.True(expression.EvaluateCondition(context).IsError);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _ = expression.EvaluateCondition(context).IsError;
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 1, 8192);
    }

    [Fact]
    public void EvaluateCondition_ManyThreads_ShareOneExpression()
    {
        var expression = Expression.Parse("data.lines.all(x, data.lines.exists(y, y.price * y.qty >= x.price)) && data.amount == 1250.5");
        var context = Given.Data(Data);

        Parallel.For(0, 10_000, _ => Assert.True(expression.EvaluateCondition(context).IsTrue));
    }
}
