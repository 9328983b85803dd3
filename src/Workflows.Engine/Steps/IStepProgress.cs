namespace Workflows.Engine.Steps;

/// <summary>Where a running step's signs of life go.</summary>
internal interface IStepProgress
{
    /// <summary>The step is alive, and says what it can of its progress.</summary>
    Task ReportAsync(double? fraction, string? message);
}
