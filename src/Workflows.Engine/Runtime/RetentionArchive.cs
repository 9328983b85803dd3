using System.Globalization;
using System.Text.Json;
using Workflows.Engine.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// The file of one run: a line of JSON for each instance, made when the first one is written. What <see cref="AppendAsync"/> returned from is on the disk. An instance that was
/// written and not removed (somebody changed it, or the process ended in between) is written again by a later run: the revision tells which line is the last.
/// </summary>
/// <param name="folder">Where it goes; null when nothing is archived.</param>
/// <param name="run">The run.</param>
internal sealed class RetentionArchive(string? folder, RetentionRun run) : IAsyncDisposable
{
    private FileStream? _file;

    /// <summary>Where it is; null until something was written.</summary>
    public string? Path { get; private set; }

    /// <summary>Whether anything is archived.</summary>
    public bool IsOn => folder is not null;

    /// <summary>Writes instances, and flushes them to the disk.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public async Task AppendAsync(IReadOnlyList<StoredInstance> instances, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            return;
        }

        if (_file is null)
        {
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(
                folder, string.Create(CultureInfo.InvariantCulture, $"{run.StartedAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{run.Id}.jsonl")));
            Directory.CreateDirectory(folder);
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 64 * 1024);
        }

        foreach (var instance in instances)
        {
            using var line = new MemoryStream();
            Write(line, instance, now);
            line.WriteByte((byte)'\n');
            await _file.WriteAsync(line.GetBuffer().AsMemory(0, (int)line.Length), cancellationToken).ConfigureAwait(false);
        }

        _file.Flush(flushToDisk: true);
        Path = _file.Name;
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static void Write(Stream stream, StoredInstance instance, DateTimeOffset now)
    {
        using var json = new Utf8JsonWriter(stream);
        var row = instance.Row;
        json.WriteStartObject();
        json.WriteString("format", "workflows.archive.v1");
        json.WriteString("archivedAt", now);
        json.WriteString("tenant", row.Tenant.Value);
        json.WriteString("id", row.Id.Value);
        json.WriteString("definition", row.Definition);
        json.WriteString("version", row.Version.ToString());
        json.WriteString("title", row.Title);
        WriteText(json, "reference", row.Reference);
        WriteText(json, "startKey", row.StartKey);
        json.WriteString("status", row.Status.ToString().ToLowerInvariant());
        json.WriteString("startedBy", row.StartedBy);
        json.WriteString("startedAt", row.StartedAt);
        json.WriteString("updatedAt", row.UpdatedAt);
        WriteMoment(json, "endedAt", row.EndedAt);
        json.WriteNumber("revision", row.Revision);
        json.WritePropertyName("state");
        json.WriteRawValue(row.State);
        json.WriteStartArray("history");
        foreach (var happened in instance.History)
        {
            json.WriteRawValue(happened.Payload);
        }

        json.WriteEndArray();
        json.WriteStartArray("tasks");
        foreach (var task in instance.Tasks)
        {
            Write(json, task);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StoredHumanTask task)
    {
        json.WriteStartObject();
        json.WriteString("id", task.Id.Value);
        json.WriteString("step", task.Step.Value);
        json.WriteString("title", task.Title);
        json.WriteString("status", task.Status.ToString().ToLowerInvariant());
        WriteText(json, "assignee", task.Assignee);
        json.WriteString("createdAt", task.CreatedAt);
        WriteMoment(json, "closedAt", task.ClosedAt);
        WriteText(json, "completedBy", task.CompletedBy);
        WriteText(json, "outcome", task.Outcome);
        WriteText(json, "comment", task.Comment);
        if (task.Answers is { } answers)
        {
            json.WritePropertyName("answers");
            json.WriteRawValue(answers);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteMoment(Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } at)
        {
            json.WriteString(name, at);
        }
    }
}
