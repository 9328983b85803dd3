using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Forms;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit;
using Workflows.Web.Api;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class ProblemTests(SharedApi api)
{
    public static TheoryData<string> Codes => [.. ProblemKind.All.Select(kind => kind.Code)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_EveryRejection_HasAProblem()
    {
        var cases = typeof(Rejection).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Rejection)) && !type.IsAbstract).ToList();

        Assert.True(cases.Count >= 16);
        foreach (var type in cases)
        {
            var problem = RejectionProblems.Of(Make(type));

            Assert.Contains(problem.Kind, ProblemKind.All);
            Assert.InRange(problem.Kind.Status, 400, 499);
            Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
        }
    }

    [Fact]
    public void All_Kinds_HaveUniqueCodesAndSayWhatToDo()
    {
        Assert.Distinct(ProblemKind.All.Select(kind => kind.Code));
        Assert.Equal(
            typeof(ProblemKind).GetFields(BindingFlags.Public | BindingFlags.Static).Count(field => field.FieldType == typeof(ProblemKind)), ProblemKind.All.Length);
        Assert.All(ProblemKind.All, kind => Assert.True(kind.Meaning.EndsWith('.') && kind.Remedy.EndsWith('.') && kind.Status is >= 400 and < 600));
    }

    [Fact]
    public void Of_OtherFailures_TheirKind()
    {
        Assert.Equal((ProblemKind.Forbidden, "No."), Of(new ForbiddenException("No.")));
        Assert.Equal(ProblemKind.Malformed, Of(new InvalidCursorException()).Kind);
        Assert.Equal(ProblemKind.Unavailable, Of(new StoreBusyException("busy")).Kind);
        Assert.Equal(ProblemKind.Unavailable, Of(new StoreUnavailableException("disk full")).Kind);
        Assert.Equal(ProblemKind.TooLarge, Of(new BadHttpRequestException("too much", StatusCodes.Status413PayloadTooLarge)).Kind);
        Assert.Equal((ProblemKind.Internal, "The server met a fault of its own."), Of(new InvalidOperationException("secret")));
        Assert.Equal(ProblemKind.NotFound, Of(new WorkflowException(new Rejection.TaskNotFound(default))).Kind);
        Assert.Equal(TimeSpan.FromSeconds(1), ProblemMiddleware.Of(new StoreBusyException("busy")).RetryAfter);

        static (ProblemKind Kind, string Detail) Of(Exception failure) => (ProblemMiddleware.Of(failure).Kind, ProblemMiddleware.Of(failure).Detail);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Page_OfEachCode_ExplainsIt(string code)
    {
        using var anybody = api.Host.CreateClient();

        using var response = await anybody.GetAsync(new Uri($"/problems/{code}", UriKind.Relative), Cancellation);
        var page = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains($"<code>{code}</code>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Guide_EveryCode_IsInTheTable()
    {
        var guide = Repository.Read("docs/api.md");

        Assert.All(ProblemKind.All, kind => Assert.Contains($"| `{kind.Code}` | {kind.Status} |", guide, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Middleware_StoreBusy_SaysWhenToTryAgain()
    {
        var context = new DefaultHttpContext();
        context.Response.Body = new MemoryStream();
        var middleware = new ProblemMiddleware(
            _ => throw new StoreBusyException("5,000 commits wait"), Options.Create(new JsonOptions()), NullLogger<ProblemMiddleware>.Instance);

        await middleware.InvokeAsync(context);

        Assert.Equal((503, "1", "no-store"), (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString(), context.Response.Headers.CacheControl.ToString()));
        context.Response.Body.Position = 0;
        var problem = (await JsonDocument.ParseAsync(context.Response.Body, default, Cancellation)).RootElement;
        Assert.Equal(("unavailable", "The server has more to do than it can take at the moment."), (problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Any_Problem_HasEveryMemberOfTheStandard()
    {
        using var rita = await api.Host.ClientAsync("rita");

        using var response = await rita.GetAsync(new Uri("/api/v1/definitions/nothing", UriKind.Relative), Cancellation);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            ("/problems/not-found", "There is nothing here", 404, "There is no workflow 'nothing'.", "/api/v1/definitions/nothing", "not-found"),
            (problem.GetProperty("type").GetString(), problem.GetProperty("title").GetString(), problem.GetProperty("status").GetInt32(),
                problem.GetProperty("detail").GetString(), problem.GetProperty("instance").GetString(), problem.GetProperty("code").GetString()));
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
    }

    [Theory]
    [InlineData("{\n  \"definition\": \"é\", oops\n}", "/", 2, 22)]
    [InlineData("", "/", 1, 1)]
    [InlineData("{ \"definition\": \"a\", \"definition\": \"b\" }", "/", null, null)]
    [InlineData("[1]", "The body must be an object.", null, null)]
    [InlineData("{ \"definition\": \"purchase\", \"colour\": 1, \"a/b\": 2 }", "There is no member 'colour'. The members are definition, version, startKey, data, title, reference.", null, null)]
    [InlineData("{ \"version\": \"1.0.0\" }", "The member 'definition' is missing.", null, null)]
    [InlineData("{ \"definition\": 7 }", "The member 'definition' must be a text.", null, null)]
    [InlineData("{ \"definition\": null }", "The member 'definition' must be a text.", null, null)]
    public async Task Body_Unreadable_MalformedWithThePlace(string body, string detail, int? line, int? column)
    {
        using var rita = await api.Host.ClientAsync("rita");

        var refused = await rita.PostAsync("instances", body);

        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (refused.Status, refused.Code));
        Assert.True(detail == "/" || refused.Detail == detail, refused.Detail);
        var error = refused.Json.GetProperty("errors")[0];
        if (line is not null)
        {
            Assert.Equal((line, column), (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
        }
    }

    [Fact]
    public async Task Body_SeveralUnknownMembers_AllNamedByPointer()
    {
        using var rita = await api.Host.ClientAsync("rita");

        var refused = await rita.PostAsync("instances", """{ "colour": 1, "a/b": 2 }""");

        Assert.Equal(["/colour", "/a~1b", "/definition"], refused.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task Body_NotSentAsJson_UnsupportedMediaType()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var form = new StringContent("definition=purchase", Encoding.UTF8, "application/x-www-form-urlencoded");

        using var response = await rita.PostAsync(new Uri("/api/v1/instances", UriKind.Relative), form, Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("application/x-www-form-urlencoded", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_TooLarge_Refused(bool saysItsLength)
    {
        using var rita = await api.Host.ClientAsync("rita");
        var bytes = Encoding.UTF8.GetBytes($$"""{ "definition": "purchase", "data": { "item": "{{new string('x', ApiBody.MaxBytes)}}" } }""");
        using HttpContent content = saysItsLength ? new ByteArrayContent(bytes) : new StreamContent(new Unseekable(bytes));
        content.Headers.ContentType = new("application/json");

        using var response = await rita.PostAsync(new Uri("/api/v1/instances", UriKind.Relative), content, Cancellation);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too-large"), (response.StatusCode, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Route_UnknownOrWrongMethod_Problems()
    {
        using var rita = await api.Host.ClientAsync("rita");

        var nothing = await rita.ReadAsync("nothing");
        var id = await rita.ReadAsync("instances/not-an-id");
        var method = await rita.CallAsync(HttpMethod.Delete, "instances");

        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (nothing.Status, nothing.Code));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (id.Status, id.Code));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "method-not-allowed"), (method.Status, method.Code));
        Assert.Contains("GET", method.Detail, StringComparison.Ordinal);
    }

    /// <summary>A rejection with something in every member that its message needs.</summary>
    private static Rejection Make(Type type)
    {
        var constructor = type.GetConstructors().Single(c => c.GetParameters() is not [{ } only] || only.ParameterType != type);
        return (Rejection)constructor.Invoke([.. constructor.GetParameters().Select(parameter => Value(parameter.ParameterType))]);
    }

    private static object? Value(Type type) => type switch
    {
        _ when type == typeof(string) => "something",
        _ when type == typeof(ImmutableArray<string>) => ImmutableArray.Create("a"),
        _ when type == typeof(ImmutableArray<DefinitionProblem>) => ImmutableArray.Create(new DefinitionProblem(ProblemSeverity.Error, "code", "/key", "Wrong.")),
        _ when type == typeof(ImmutableArray<SchemaError>) => ImmutableArray.Create(new SchemaError("/a", "required", "/required", new Dictionary<string, object?>())),
        _ when type == typeof(InstancePause) => new InstancePause("ada", "Audit.", DateTimeOffset.UnixEpoch),
        _ when type == typeof(ImmutableArray<(string, SemanticVersion)>) => ImmutableArray.Create(("a", new SemanticVersion(1, 0, 0))),
        _ when type.IsValueType => RuntimeHelpers.GetUninitializedObject(Nullable.GetUnderlyingType(type) ?? type),
        _ => null,
    };

    /// <summary>A stream whose length is not known beforehand.</summary>
    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
