namespace Kumoten.Local;

/// <summary>
/// Holds the data folder for one run: two Azurites on the same files would write over each other. The lock is the
/// open file, so it goes with the process however that ends.
/// </summary>
public sealed class DataLock : IDisposable
{
    private readonly FileStream file;

    private DataLock(FileStream file) => this.file = file;

    /// <summary>Takes the folder, and makes it when it is not there.</summary>
    /// <exception cref="RefusedException">Another run has it, or it cannot be a folder.</exception>
    public static DataLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"--data takes a folder, and {folder} cannot be one: {problem.Message}");
        }

        try
        {
            return new DataLock(new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new RefusedException($"The data folder {folder} cannot be written to: {problem.Message}");
        }
        catch (IOException)
        {
            throw new RefusedException($"Another local run has the data in {folder}. Stop it first, or choose another folder with --data <folder> (and other ports).");
        }
    }

    public void Dispose() => file.Dispose();
}
