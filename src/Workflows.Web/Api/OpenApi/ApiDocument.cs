using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Workflows.Web.Api.Idempotency;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.ApiKeys;

namespace Workflows.Web.Api.OpenApi;

/// <summary>Makes the OpenAPI document say what programs need beyond the shapes: how to sign in, examples, headers and problems.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private const string KeyScheme = "apiKey";
    private const string CookieScheme = "cookie";
    private const string ProblemSchema = nameof(ProblemBody);

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith(Urls.Api[1..], StringComparison.Ordinal) is true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeAsync);
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Workflows",
            Version = Name,
            Description = "Start workflows, decide tasks, and see what happens. Every refusal is a problem (RFC 9457) whose code is explained at /problems. See docs/api.md.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyAuthentication.Header,
                Description = "A key that you make on the page API keys. It acts as you, within its scopes: read, start, decide, operate, admin.",
            },
            [CookieScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = AuthHosting.CookieName,
                Description = $"The cookie of a browser that is signed in. Requests that change something also need the {AntiforgeryMiddleware.Header} header.",
            },
        };
        return Task.CompletedTask;
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isPost = context.Description.HttpMethod == HttpMethod.Post.Method;
        var isChange = context.Description.HttpMethod != HttpMethod.Get.Method;
        var document = context.Document!;
        if (metadata.OfType<OperationExamples>().SingleOrDefault() is { } examples)
        {
            ShowBodies(operation, examples);
        }

        if (metadata.OfType<OperationScope>().SingleOrDefault() is { } needed)
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(CookieScheme, document)] = [] },
            ];
            operation.Description = $"{operation.Description}{(operation.Description is null ? "" : "\n\n")}A key needs the scope `{needed.Scope}`.";
        }

        var revision = metadata.OfType<OperationRevision>().SingleOrDefault();
        if (revision is not null)
        {
            ShowRevision(operation);
        }

        if (isPost)
        {
            AddHeader(operation, IdempotencyMiddleware.Header, false, "Makes a retry safe: the same key with the same body is carried out once and answered the same for 24 hours.");
        }

        if (isChange)
        {
            if (revision is not null)
            {
                AddHeader(operation, "If-Match", revision.IsRequired, "The ETag of what you looked at; when it has changed since, nothing is done.");
            }
        }

        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellationToken);
        document.AddComponent(ProblemSchema, schema);
        foreach (var kinds in ProblemsOf(operation, metadata, isPost, isChange).GroupBy(kind => kind.Status).OrderBy(kinds => kinds.Key))
        {
            operation.Responses![kinds.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = ProblemResponse([.. kinds], document);
        }
    }

    private static void ShowBodies(OpenApiOperation operation, OperationExamples examples)
    {
        if (examples.Request is { } request && operation.RequestBody is OpenApiRequestBody body)
        {
            body.Required = true;
            foreach (var content in body.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                content.Value.Example = request();
            }
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            foreach (var (type, content) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                if (status.StartsWith('2') && type == "application/json")
                {
                    content.Example = examples.Response();
                }
            }
        }
    }

    private static void ShowRevision(OpenApiOperation operation)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status.StartsWith('2') && response is OpenApiResponse shown)
            {
                shown.Headers ??= new Dictionary<string, IOpenApiHeader>();
                shown.Headers["ETag"] = new OpenApiHeader
                {
                    Description = "The revision, for If-Match.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    Example = "\"2\"",
                };
            }
        }
    }

    private static void AddHeader(OpenApiOperation operation, string name, bool isRequired, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = isRequired,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private static IEnumerable<ProblemKind> ProblemsOf(OpenApiOperation operation, IList<object> metadata, bool isPost, bool isChange)
    {
        IEnumerable<ProblemKind> kinds = [ProblemKind.Unauthenticated, ProblemKind.ScopeMissing, ProblemKind.Internal, ProblemKind.Unavailable];
        if (isPost)
        {
            kinds = kinds.Append(ProblemKind.IdempotencyMismatch);
        }

        if (isChange)
        {
            kinds = kinds.Append(ProblemKind.Antiforgery);
        }

        if (isPost || operation.Parameters is { Count: > 0 })
        {
            kinds = kinds.Append(ProblemKind.Malformed);
        }

        if (operation.RequestBody is not null)
        {
            kinds = kinds.Append(ProblemKind.TooLarge).Append(ProblemKind.UnsupportedMediaType);
        }

        return kinds.Concat(metadata.OfType<OperationProblems>().SelectMany(problems => problems.Kinds)).Distinct();
    }

    private static OpenApiResponse ProblemResponse(ImmutableArray<ProblemKind> kinds, OpenApiDocument document) => new()
    {
        Description = string.Join("; ", kinds.Select(kind => $"`{kind.Code}`: {kind.Title}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new()
            {
                Schema = new OpenApiSchemaReference(ProblemSchema, document),
                Example = new JsonObject
                {
                    ["type"] = Urls.Problem(kinds[0].Code),
                    ["title"] = kinds[0].Title,
                    ["status"] = kinds[0].Status,
                    ["detail"] = kinds[0].Meaning,
                    ["instance"] = Urls.Api,
                    ["code"] = kinds[0].Code,
                    ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
                },
            },
        },
    };
}
