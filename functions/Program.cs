using Kumoten.Functions;
using Kumoten.Functions.Appeals;
using Kumoten.Functions.Cases;
using Kumoten.Functions.DeadLetters;
using Kumoten.Functions.Deadlines;
using Kumoten.Functions.Diversion;
using Kumoten.Functions.Documents;
using Kumoten.Functions.Figures;
using Kumoten.Functions.Marketplaces;
using Kumoten.Functions.Notices;
using Kumoten.Functions.Orders;
using Kumoten.Functions.Pages;
using Kumoten.Functions.Parcels;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Refunds;
using Kumoten.Functions.Tracking;
using Kumoten.Functions.Worker;
using Kumoten.Functions.Worklist;

var functions = FunctionCatalogue.Read(Wiring.FunctionClasses);

// The build asks for the host's metadata; before any configuration or service, so that it needs neither.
if (args is ["--write-functions", var folder])
{
    FunctionCatalogue.Write(functions, folder);
    return;
}

// The workbench of whoever edits letters (Appeals/README.md).
if (args is ["--render-letters", var letters])
{
    LetterTools.Render(letters);
    return;
}

if (args is ["--measure-letters"])
{
    LetterTools.Measure();
    return;
}

var app = Wiring.Build(WebApplication.CreateBuilder(args), functions);
await Wiring.PrepareAsync(app);
app.Run();

namespace Kumoten.Functions
{
    /// <summary>The application: every list of what it is made of is visible here. Marketplaces, couriers and case types are listed in their folders.</summary>
    public static class Wiring
    {
        /// <summary>The classes whose functions the host runs.</summary>
        public static readonly Type[] FunctionClasses =
        [
            typeof(OrderFunctions),
            typeof(MarketplaceFunctions),
            typeof(ScanFunctions),
            typeof(CaseFunctions),
            typeof(ParcelFunctions),
            typeof(DocumentFunctions),
            typeof(DiversionFunctions),
            typeof(RefundFunctions),
            typeof(AccountFunctions),
            typeof(ReconciliationFunctions),
            typeof(AppealFunctions),
            typeof(NoticeFunctions),
            typeof(DeadlineFunctions),
            typeof(WorklistFunctions),
            typeof(FigureFunctions),
            typeof(PageFunctions),
            typeof(DeadLetterFunctions),
            typeof(SystemFunctions),
            typeof(ForgettingFunctions),
            typeof(DevelopmentFunctions),
        ];

        /// <summary>All queues; the host adds one for the messages it gave up to each.</summary>
        public static IEnumerable<string> Queues => Enum.GetValues<StepKind>().Select(StepQueue).Append(PushIntake.Queue).Append(FigureBook.Queue);

        /// <summary>The queue that carries a kind of step.</summary>
        /// <param name="kind">The kind.</param>
        /// <returns>The queue's name.</returns>
        public static string StepQueue(StepKind kind) => kind switch
        {
            StepKind.AskCourier => DiversionFunctions.Queue,
            StepKind.PayRefund => RefundFunctions.RefundQueue,
            StepKind.ChargeReturnShipping => RefundFunctions.ChargeQueue,
            StepKind.WriteLetter => AppealFunctions.Queue,
            StepKind.TellDesk => NoticeFunctions.DeskQueue,
            StepKind.TellSeller => NoticeFunctions.SellerQueue,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No queue carries this kind of step."),
        };

        /// <summary>Builds the application around its functions.</summary>
        /// <param name="builder">The builder with its settings.</param>
        /// <param name="functions">The functions from the catalogue.</param>
        /// <param name="replace">Services that stand in for others, such as a mailbox for the mail server.</param>
        /// <returns>The application, not yet started.</returns>
        public static WebApplication Build(WebApplicationBuilder builder, IReadOnlyList<FunctionDefinition> functions, Action<IServiceCollection>? replace = null)
        {
            builder.Configuration.ForgetUnresolvedSecrets();
            AddServices(builder.Services, builder.Configuration);
            replace?.Invoke(builder.Services);
            builder.UseFunctionsHost();
            // Every function bounds what it reads by itself; this is the most that any of them takes.
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = PostedForm.MaxBody);
            var app = builder.Build();
            app.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandler = Problem.HandleAsync,
                // A refusal is an answer, not an accident: only what is unexpected belongs in the log with its stack.
                SuppressDiagnosticsCallback = context => context.Exception is ProblemException { Status: < 500 },
            });
            app.UseStatusCodePages();
            app.UseMiddleware<SessionGuard>();
            app.UseAuthentication();
            app.UseAuthorization();
            app.UseMiddleware<Idempotency>();
            app.MapFunctions(functions);
            return app;
        }

        /// <summary>Does what comes before the first request.</summary>
        /// <param name="app">The application.</param>
        /// <returns>When it may start.</returns>
        public static async Task PrepareAsync(WebApplication app)
        {
            var storage = app.Services.GetRequiredService<Storage>();
            // In Azure the infrastructure creates tables, queues and containers; a cold start must not pay for asking.
            if (app.Configuration.GetValue<bool>("Storage:CreateIfMissing"))
                await storage.CreateIfMissingAsync(Queues.SelectMany(queue => new[] { queue, queue + DeadLetterFunctions.Poison }), CancellationToken.None);
            if (app.Environment.IsDevelopment())
                await app.Services.GetRequiredService<AppClock>().RestoreAsync(storage, CancellationToken.None);
        }

        /// <summary>Adds everything the functions are given.</summary>
        /// <param name="services">The services.</param>
        /// <param name="configuration">The settings.</param>
        public static void AddServices(IServiceCollection services, IConfiguration configuration)
        {
            services.AddSingleton(_ => Storage.Open(configuration));
            services.AddSingleton(_ => new AppClock()).AddSingleton<TimeProvider>(s => s.GetRequiredService<AppClock>());
            services.AddSingleton<CaseStore>().AddSingleton<CaseSearch>().AddSingleton<CaseRunner>().AddSingleton<CaseOpener>().AddSingleton<StepQueues>();
            services.AddSingleton<Agenda>().AddSingleton<Sweep>().AddSingleton<WorkList>().AddSingleton<FigureBook>();
            services.AddSingleton<DocumentIntake>();
            services.AddSingleton<OrderLinks>().AddSingleton<PushIntake>().AddSingleton<FeedClock>();
            services.AddSingleton<Dock>().AddSingleton<ParcelDesk>();
            services.AddSingleton<Ledger>().AddSingleton<Statements>().AddSingleton<Reconciler>();
            services.AddSingleton<LetterStore>().AddSingleton<Enclosures>();
            services.AddSingleton<IMailer, SmtpMailer>().AddSingleton<StepPost>().AddSingleton<SellerMailboxes>();
            services.AddSingleton<DeadLetterOffice>().AddSingleton<DeadLetterStore>().AddSingleton<IFailureNotes>(s => s.GetRequiredService<DeadLetterStore>());
            services.AddTokens(configuration);
            services.AddSingleton<KnownSites>();
            // Asked before the one that writes JSON.
            services.AddSingleton<IProblemDetailsWriter, ProblemPage>();
            services.AddProblemDetails();
            services.AddOpenApi();
            services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        }
    }
}
