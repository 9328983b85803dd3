using System.Collections.Immutable;

namespace Workflows.Web.Auth;

/// <summary>What a person may do beside their own work.</summary>
internal static class Roles
{
    /// <summary>Manages people, and everything else.</summary>
    public const string Admin = "admin";

    /// <summary>Writes and publishes definitions.</summary>
    public const string Author = "author";

    /// <summary>Sees all instances and repairs them.</summary>
    public const string Operator = "operator";

    /// <summary>Starts requests and decides tasks. Everyone has it.</summary>
    public const string User = "user";

    public static readonly ImmutableArray<string> All = [Admin, Author, Operator, User];
}
