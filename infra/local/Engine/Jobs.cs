using System.Reflection;
using System.Reflection.Emit;
using Azure.Storage.Queues.Models;
using Kumoten.Local.Children;
using Kumoten.Local.Protocol;
using Microsoft.Azure.WebJobs;

namespace Kumoten.Local.Engine;

/// <summary>What each generated method calls; WebJobs makes an instance for each run.</summary>
public abstract class Jobs(WorkerProcess worker, Invoker invoker, AppFolder folder, ILogger<Jobs> logger)
{
    public Task RunQueue(string name, QueueMessage message, CancellationToken stopping) =>
        Run(name, function => TriggerData.ForQueue(function, message), $"try {message.DequeueCount} of {folder.MaxDequeueCount}", stopping);

    public Task RunTimer(string name, TimerInfo timer, CancellationToken stopping) =>
        Run(name, _ => TriggerData.ForTimer(timer), "until its next time", stopping);

    private async Task Run(string name, Func<WorkerFunction, TriggerData> data, string occasion, CancellationToken stopping)
    {
        // Taken while the worker starts anew, it waits for it.
        var life = await worker.Up(stopping);
        var function = life.Link.Functions.Single(f => f.Name == name);
        try
        {
            await invoker.Call(life, function, data(function), stopping);
        }
        catch (FunctionFailedException failure)
        {
            // One line here; WebJobs hears of it through the exception, and its own account of it is switched off.
            logger.LogError("{Failure} ({Occasion})", failure.Message, occasion);
            throw;
        }
    }
}

/// <summary>
/// WebJobs finds its functions as attributed methods. The application's functions are only known from the
/// worker, so one class with a method for each queue and timer function is generated at start.
/// </summary>
public sealed class GeneratedJobs : ITypeLocator
{
    private readonly Type type;

    public GeneratedJobs(IReadOnlyList<WorkerFunction> functions)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Kumoten.Local.Generated"), AssemblyBuilderAccess.Run).DefineDynamicModule("Generated");
        var builder = module.DefineType("Functions", TypeAttributes.Public, typeof(Jobs));
        DefineConstructor(builder);
        foreach (var function in functions)
        {
            if (function.Kind == "queueTrigger")
                DefineMethod(builder, function, nameof(Jobs.RunQueue), typeof(QueueMessage), QueueTrigger(function));
            else if (function.Kind == "timerTrigger")
                DefineMethod(builder, function, nameof(Jobs.RunTimer), typeof(TimerInfo), TimerTrigger(function));
        }

        type = builder.CreateType();
    }

    public IReadOnlyList<Type> GetTypes() => [type];

    private static void DefineConstructor(TypeBuilder type)
    {
        var parent = typeof(Jobs).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Single();
        var parameters = parent.GetParameters().Select(p => p.ParameterType).ToArray();
        var code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, parameters).GetILGenerator();
        for (short i = 0; i <= parameters.Length; i++)
            code.Emit(OpCodes.Ldarg, i);
        code.Emit(OpCodes.Call, parent);
        code.Emit(OpCodes.Ret);
    }

    // public Task Name([trigger] T trigger, CancellationToken stopping) => target("Name", trigger, stopping);
    private static void DefineMethod(TypeBuilder type, WorkerFunction function, string target, Type triggerType, CustomAttributeBuilder trigger)
    {
        var method = type.DefineMethod(function.Name, MethodAttributes.Public, typeof(Task), [triggerType, typeof(CancellationToken)]);
        method.DefineParameter(1, ParameterAttributes.None, function.Parameter).SetCustomAttribute(trigger);
        method.DefineParameter(2, ParameterAttributes.None, "stopping");
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldstr, function.Name);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Call, typeof(Jobs).GetMethod(target)!);
        code.Emit(OpCodes.Ret);
    }

    private static CustomAttributeBuilder QueueTrigger(WorkerFunction function) => Attribute<QueueTriggerAttribute>(
        function.Text("queueName")!,
        (nameof(QueueTriggerAttribute.Connection), function.Text("connection") is { Length: > 0 } connection ? connection : "AzureWebJobsStorage"));

    private static CustomAttributeBuilder TimerTrigger(WorkerFunction function) => Attribute<TimerTriggerAttribute>(
        function.Text("schedule")!,
        (nameof(TimerTriggerAttribute.RunOnStartup), function.Flag("runOnStartup", false)),
        (nameof(TimerTriggerAttribute.UseMonitor), function.Flag("useMonitor", true)));

    private static CustomAttributeBuilder Attribute<T>(string argument, params (string Name, object Value)[] properties) => new(
        typeof(T).GetConstructor([typeof(string)])!,
        [argument],
        [.. properties.Select(p => typeof(T).GetProperty(p.Name)!)],
        [.. properties.Select(p => p.Value)]);
}
