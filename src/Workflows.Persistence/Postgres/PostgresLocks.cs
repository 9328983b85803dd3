namespace Workflows.Persistence.Postgres;

/// <summary>The numbers of the locks that servers on one database share; each is held to the end of a transaction.</summary>
internal static class PostgresLocks
{
    /// <summary>Held by the one that brings the schema up to date.</summary>
    public const long Schema = 0x776F_726B_0001;

    /// <summary>Held by the one that writes units other than commits of instances.</summary>
    public const long Units = 0x776F_726B_0002;
}
