using Workflows.Engine.Instances;
using Xunit;

namespace Workflows.TestKit.Scenarios;

/// <summary>What must hold of every history, whatever the definition: a ledger of its tokens, kept from the events alone.</summary>
internal static class Invariants
{
    public static void Check(DefinitionSet definitions, WorkflowInstance state, IReadOnlyCollection<InstanceEvent> history)
    {
        var tokens = new Dictionary<int, (int Scope, string Step, bool IsOnEdge)>();
        var rounds = new HashSet<(string, int)>();
        foreach (var happened in history)
        {
            switch (happened)
            {
                case StepStarted e:
                    foreach (var id in e.Consumed)
                    {
                        Assert.Equal((e.Scope, e.Step.Value, true), tokens[id]);
                        tokens.Remove(id);
                    }

                    Assert.DoesNotContain((e.Step.Value, e.Scope), e.Consumed.IsEmpty ? [] : rounds);
                    tokens.Add(e.Token, (e.Scope, e.Step.Value, false));
                    break;
                case StepCompleted e:
                    Pass(e.Token, e.Step.Value, e.Taken);
                    break;
                case StepSkipped e:
                    Pass(e.Token, e.Step.Value, e.Taken);
                    break;
                case TokenPlaced e:
                    tokens.Add(e.Token, (e.Scope, e.Step.Value, true));
                    break;
                case StepReturned e:
                    HasCause(e.Cause);
                    Pass(e.Token, e.Step.Value, [e.To]);
                    break;
                case TriggerFired e:
                    Put(e.Taken, tokens[e.Token].Scope);
                    break;
                case StepOverridden e:
                    HasCause(e.Reason);
                    Pass(e.Token, e.Step.Value, e.Taken);
                    break;
                case TokensMoved e:
                    HasCause(e.Reason);
                    Assert.All(e.Withdrawn, t => Assert.Equal(e.Scope, tokens[t].Scope));
                    break;
                case ChoiceMade e:
                    Assert.True(tokens.Remove(e.Token));
                    Assert.Equal(e.To.Value, tokens[e.Winner].Step);
                    break;
                case StepFailed { IsHandled: true } e:
                    Pass(e.Token, e.Step.Value, []);
                    break;
                case StepCanceled e:
                    HasCause(e.Cause);
                    Assert.True(tokens.Remove(e.Token));
                    break;
                case TokenWithdrawn e:
                    HasCause(e.Cause);
                    Assert.True(tokens.Remove(e.Token));
                    break;
                case TokenAbsorbed e:
                    HasCause(e.Cause);
                    Assert.Contains((e.To.Value, e.Scope), rounds);
                    Assert.True(tokens.Remove(e.Token));
                    break;
                case JoinFired e:
                    Assert.True(rounds.Add((e.Step.Value, e.Scope)));

                    // The firing itself takes its inputs right before; only a second one would be wrong.
                    break;
                case JoinReset e:
                    Assert.True(rounds.Remove((e.Step.Value, e.Scope)));
                    break;
                case ScopeClosed e:
                    Assert.DoesNotContain(e.Scope, tokens.Values.Select(t => t.Scope));
                    Assert.True(e.Cause is null or { Length: > 0 });
                    rounds.RemoveWhere(r => r.Item2 == e.Scope);
                    break;
                case HumanTaskCanceled e:
                    HasCause(e.Cause);
                    break;
                case SignalDropped e:
                    HasCause(e.Cause);
                    break;
            }
        }

        Assert.Equal(state.Tokens.Select(t => t.Id).Order(), tokens.Keys.Order());
        Assert.All(state.Tokens, t => Assert.Equal((t.Scope, t.Step.Value, t.IsOnEdge), tokens[t.Id]));
        Assert.All(state.Tokens, t => Assert.Contains(state.Scopes, s => s.Id == t.Scope));
        CheckState(definitions, state);

        void Pass(int token, string step, IEnumerable<TakenEdge> taken)
        {
            Assert.True(tokens.Remove(token, out var from));
            Assert.Equal((step, false), (from.Step, from.IsOnEdge));
            Put(taken, from.Scope);
        }

        void Put(IEnumerable<TakenEdge> taken, int scope)
        {
            foreach (var edge in taken)
            {
                tokens.Add(edge.Token, (scope, edge.To.Value, true));
            }
        }
    }

    /// <summary>What must hold of a state by itself.</summary>
    public static void CheckState(DefinitionSet definitions, WorkflowInstance state)
    {
        CheckLocks(definitions, state);
        CheckRest(state);
    }

    /// <summary>No two steps with the same lock are under way, unless one is inside the other or they compete for the same choice.</summary>
    private static void CheckLocks(DefinitionSet definitions, WorkflowInstance state)
    {
        var holders = state.Tokens.Where(t => !t.IsOnEdge && t.Status is not StepStatus.Failed && state.ScopeOf(t.Scope).Step != t.Step).ToList();
        foreach (var a in holders)
        {
            foreach (var b in holders.Where(b => b.Id > a.Id && (a.Choice is null || a.Choice != b.Choice)))
            {
                var shared = definitions.StepOf(state, a).Locks.Intersect(definitions.StepOf(state, b).Locks).ToList();
                Assert.True(shared.Count == 0 || IsInside(a, b) || IsInside(b, a), $"{a.Step} and {b.Step} both have {string.Join(", ", shared)}.");
            }
        }

        bool IsInside(Token inner, Token outer)
        {
            for (var at = state.ScopeOf(inner.Scope); at.Parent is { } parent; at = state.ScopeOf(parent))
            {
                if (at.Owner == outer.Id)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Every stop is completed, canceled, armed for something outside, or at an incident that says why.</summary>
    private static void CheckRest(WorkflowInstance state)
    {
        if (state.IsEnded)
        {
            Assert.Empty(state.Tokens);
            Assert.Empty(state.OpenTasks);
            Assert.Empty(state.Timers);
            Assert.Empty(state.Subscriptions);
            Assert.Empty(state.Work);
            Assert.Empty(state.Undoables);
            Assert.Empty(state.Rounds);
            Assert.Single(state.Scopes);
        }
        else
        {
            Assert.True(state.Pause is not null || state.Incidents.Count > 0 || state.IsArmed() || state.Tokens.Exists(t => t.Status is StepStatus.Running), "Nothing can happen, and nothing says why.");
        }

        Assert.All(state.OpenTasks, t => Assert.Contains(state.Tokens, k => k.Id == t.Token && k.Status is StepStatus.Waiting));
        Assert.All(state.Timers, t => Assert.Contains(state.Tokens, k => k.Id == t.Token));
        Assert.All(state.Subscriptions, s => Assert.Contains(state.Tokens, k => k.Id == s.Token));
        Assert.All(state.Work, w => Assert.Contains(state.Tokens, k => k.Id == w.Token));
        Assert.All(state.Undoables, u => Assert.Contains(state.Work, w => w.Token == u.Saga));

        // One thing is undone at a time, and nothing is done meanwhile.
        Assert.All(state.Scopes.Where(s => s.Undoes is not null), u => Assert.Single(state.Scopes, s => s.Owner == u.Owner));
    }

    private static void HasCause(string cause) => Assert.False(string.IsNullOrWhiteSpace(cause));
}
