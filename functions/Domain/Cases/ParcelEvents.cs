namespace Kumoten.Functions.Domain.Cases;

/// <summary>The feed named another courier or number for the parcel.</summary>
public sealed record CourierChanged : CaseEvent;

/// <summary>A step was not carried out, since its case has overtaken it.</summary>
/// <param name="Occasion">Which mail would have been sent.</param>
public sealed record StepOvertaken(string Occasion) : CaseEvent;

/// <summary>An agent took the refund's entry back.</summary>
/// <param name="At">When.</param>
public sealed record RefundReversed(DateTimeOffset At) : CaseEvent;

/// <summary>A parcel that was refunded as lost was delivered or received after all.</summary>
public sealed record ParcelFound : CaseEvent;

/// <summary>A scan or the marketplace says that the parcel was damaged on its way; that is no loss, and an agent decides.</summary>
/// <param name="Source">Who says so.</param>
public sealed record DamageReported(Text Source) : CaseEvent;

/// <summary>The buyer told the marketplace that the parcel is to go back; the parcel itself has not moved.</summary>
public sealed record ReturnWished : CaseEvent;

/// <summary>One more line of an order that was cancelled in part.</summary>
/// <param name="Part">How much is cancelled now.</param>
public sealed record LineCancelled(CancelledPart Part) : CaseEvent;
