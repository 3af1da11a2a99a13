namespace Kumoten.Local;

/// <summary>Nobody looks at a silent screen for long: what takes its time is named while it is waited for.</summary>
public static class Progress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Waits, and says for what whenever it has been quiet for a few seconds.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="what">Its name, at the end of "Waiting for ...".</param>
    public static async Task<T> Of<T>(Task<T> task, string what)
    {
        while (await Task.WhenAny(task, Task.Delay(Patience)) != task)
            Console.WriteLine($"Waiting for {what} ...");
        return await task;
    }

    /// <inheritdoc cref="Of{T}"/>
    public static Task Of(Task task, string what) => Of(task.ContinueWith(done => { done.GetAwaiter().GetResult(); return true; }, TaskScheduler.Default), what);
}
