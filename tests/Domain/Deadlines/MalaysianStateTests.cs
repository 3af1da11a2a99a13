using Kumoten.Functions.Domain.Deadlines;

namespace Kumoten.Tests.Domain.Deadlines;

public sealed class MalaysianStateTests
{
    [Theory]
    [InlineData("Penang", MalaysianState.PulauPinang)]
    [InlineData("Pulau Pinang", MalaysianState.PulauPinang)]
    [InlineData("P. Pinang", MalaysianState.PulauPinang)]
    [InlineData("W.P. Kuala Lumpur", MalaysianState.KualaLumpur)]
    [InlineData("Wp Kuala Lumpur", MalaysianState.KualaLumpur)]
    [InlineData("WP (KL)", MalaysianState.KualaLumpur)]
    [InlineData("Federal Territory of Kuala Lumpur", MalaysianState.KualaLumpur)]
    [InlineData("kuala lumpur", MalaysianState.KualaLumpur)]
    [InlineData("Wilayah Persekutuan Labuan", MalaysianState.Labuan)]
    [InlineData("WILAYAH PERSEKUTUAN PUTRAJAYA", MalaysianState.Putrajaya)]
    [InlineData("F.T. Putrajaya", MalaysianState.Putrajaya)]
    [InlineData("Malacca", MalaysianState.Melaka)]
    [InlineData(" melaka ", MalaysianState.Melaka)]
    [InlineData("Negri Sembilan", MalaysianState.NegeriSembilan)]
    [InlineData("N. Sembilan", MalaysianState.NegeriSembilan)]
    [InlineData("Negeri Sembilan Darul Khusus", MalaysianState.NegeriSembilan)]
    [InlineData("Johor Darul Ta'zim", MalaysianState.Johor)]
    [InlineData("Johore", MalaysianState.Johor)]
    [InlineData("Selangor Darul Ehsan", MalaysianState.Selangor)]
    [InlineData("Negeri Selangor", MalaysianState.Selangor)]
    [InlineData("Perlis Indera Kayangan", MalaysianState.Perlis)]
    [InlineData("Trengganu", MalaysianState.Terengganu)]
    [InlineData("SARAWAK", MalaysianState.Sarawak)]
    [InlineData("State of Sabah", MalaysianState.Sabah)]
    public void A_state_is_read_in_its_usual_spellings(string text, MalaysianState expected)
    {
        Assert.True(MalaysianStates.TryParse(text, out var state));
        Assert.Equal(expected, state);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Singapore")]
    [InlineData("Wilayah Persekutuan")]
    [InlineData("Negeri")]
    [InlineData("Petaling Jaya")]
    [InlineData("3")]
    public void Anything_else_is_not_a_state(string? text) => Assert.False(MalaysianStates.TryParse(text, out _));

    [Fact]
    public void Every_state_is_read_from_the_name_it_is_shown_with() =>
        Assert.All(MalaysianStates.All, state =>
        {
            Assert.True(MalaysianStates.TryParse(MalaysianStates.NameOf(state), out var again));
            Assert.Equal(state, again);
        });

    [Fact]
    public void East_Malaysia_is_Sabah_Sarawak_and_Labuan() =>
        Assert.Equal([MalaysianState.Sabah, MalaysianState.Sarawak, MalaysianState.Labuan], MalaysianStates.All.Where(s => s.IsEast()));
}
