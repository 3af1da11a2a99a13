namespace Kumoten.Functions.Dossiers;

/// <summary>Who pushes, by word and name, for whoever tells people of a push. How its pushes are read is the door's to know.</summary>
/// <param name="Code">The contract's word.</param>
/// <param name="Name">Its name among people.</param>
public sealed record Pusher(string Code, string Name);
