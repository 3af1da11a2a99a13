using SkiaSharp;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>A picture and how the camera was held.</summary>
internal sealed record Picture(SKImage Image, SKEncodedOrigin Origin);
