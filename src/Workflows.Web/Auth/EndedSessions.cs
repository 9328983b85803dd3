using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Workflows.Web.Auth;

/// <summary>
/// The sessions that people have signed out of while other tabs may still show them. In memory is enough: when the process ends, so do all circuits.
/// </summary>
internal sealed class EndedSessions(IOptionsMonitor<CookieAuthenticationOptions> cookies, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);

    public void Add(string session)
    {
        var now = time.GetUtcNow();
        _ended[session] = now;

        // No circuit outlives its cookie, so older ones have done their work.
        var oldest = now - cookies.Get(IdentityConstants.ApplicationScheme).ExpireTimeSpan;
        foreach (var (old, at) in _ended)
        {
            if (at < oldest)
            {
                _ended.TryRemove(old, out _);
            }
        }
    }

    public bool Contains(string session)
    {
        return _ended.ContainsKey(session);
    }
}
