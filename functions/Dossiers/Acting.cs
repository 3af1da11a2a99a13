using Kumoten.Functions.Domain;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers;

/// <summary>Who acts on dossiers: a caller's role, as an actor of cases.</summary>
public static class Acting
{
    extension(Caller caller)
    {
        /// <summary>The actor that the caller is. What an actor may do is the domain's to say.</summary>
        public Actor Actor => caller.Role switch
        {
            Roles.Seller => Actor.Seller,
            Roles.Agent => Actor.Agent,
            Roles.Warehouse => Actor.Warehouse,
            Roles.Service => Actor.Service,
            _ => throw new InvalidOperationException($"The role {caller.Role} has no part in cases."),
        };
    }
}
