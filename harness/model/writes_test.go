package model_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/model"
)

// step is one thing that the model is told.
type step func(t *testing.T, m *model.Model)

func create(key string, minutes int, v model.Value) step {
	return func(t *testing.T, m *model.Model) {
		m.Accepted(at(minutes), "m", model.Write{Key: key, Kind: model.Create, Value: v})
	}
}

func update(key string, minutes int, event string, v model.Value) step {
	return func(t *testing.T, m *model.Model) {
		m.Accepted(at(minutes), "m", model.Write{Key: key, Kind: model.Update, Event: event, Value: v})
	}
}

func remove(key string, minutes int, event string) step {
	return func(t *testing.T, m *model.Model) {
		m.Accepted(at(minutes), "m", model.Write{Key: key, Kind: model.Delete, Event: event})
	}
}

// takes lets a change take effect in the provider as the system would: the calendar
// changes, and the model is told that it did so through the API.
func takes(minutes int, kind, event string, v *model.Value, key, wrong string) step {
	return func(t *testing.T, m *model.Model) {
		t.Helper()
		m.Changed(at(minutes), "m", event, v)
		got, accepted, why := m.Landed(at(minutes), "m", kind, event, v)
		assert.Equal(t, key, got)
		assert.Equal(t, wrong, why)
		assert.Equal(t, key == "", accepted.IsZero(), "it tells when the write was accepted")
	}
}

// edits changes an event in the provider, by its owner.
func edits(minutes int, event string, v *model.Value) step {
	return func(t *testing.T, m *model.Model) {
		m.Changed(at(minutes), "m", event, v)
		m.Edited(at(minutes), "m", event)
	}
}

func declines(minutes int, kind string) step {
	return func(t *testing.T, m *model.Model) { m.Declined(at(minutes), "m", kind) }
}

func told(key, state, wrong string) step {
	return func(t *testing.T, m *model.Model) {
		t.Helper()
		assert.Equal(t, wrong, m.Told("m", key, state))
	}
}

// reads judges an answer that speaks of an instant, at another.
func reads(asOf, now int, wrong string, answer ...model.Item) step {
	return func(t *testing.T, m *model.Model) {
		t.Helper()
		assert.Equal(t, wrong, m.Judge("m", from, until, at(asOf), at(now), answer))
	}
}

// calendar has a and b from the start, and lives through steps.
func calendar(t *testing.T, steps ...step) *model.Model {
	m := model.New()
	a, b := meeting("a", 9), meeting("b", 11)
	m.Changed(at(0), "m", "a", &a)
	m.Changed(at(0), "m", "b", &b)
	for _, s := range steps {
		s(t, m)
	}
	return m
}

func TestLanded(t *testing.T) {
	lunch, long := meeting("lunch", 12), meeting("long lunch", 12)
	free := lunch
	free.ShowAs = "free"
	const overtaken = "a later write of the same event had taken effect before it"
	const overwritten = "it overwrites what somebody else had changed at 2031-05-06 00:15:00.000 UTC"
	const before = "it had taken effect before, at 2031-05-06 00:20:00.000 UTC"
	for name, steps := range map[string][]step{
		"Create":             {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", "")},
		"Update":             {update("w", 10, "a", lunch), takes(20, model.Update, "a", &lunch, "w", "")},
		"Delete":             {remove("w", 10, "a"), takes(20, model.Delete, "a", nil, "w", "")},
		"AtOnce":             {create("w", 10, lunch), takes(10, model.Create, "c", &lunch, "w", "")},
		"ShowAsIsNotCarried": {update("w", 10, "a", lunch), takes(20, model.Update, "a", &free, "w", "")},

		"Unasked":           {takes(20, model.Create, "c", &lunch, "", "nobody asked for it")},
		"OtherContent":      {create("w", 10, lunch), takes(20, model.Create, "c", &long, "", "nobody asked for it")},
		"OtherEvent":        {update("w", 10, "a", lunch), takes(20, model.Update, "b", &lunch, "", "nobody asked for it")},
		"OtherEventDeleted": {remove("w", 10, "a"), takes(20, model.Delete, "b", nil, "", "nobody asked for it")},
		"OtherKind":         {update("w", 10, "a", lunch), takes(20, model.Delete, "a", nil, "", "nobody asked for it")},
		"TakenBack": {create("w", 10, lunch), func(t *testing.T, m *model.Model) { m.Refused("m", "w") },
			takes(20, model.Create, "c", &lunch, "", "nobody asked for it")},

		"CreatedTwice": {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), takes(21, model.Create, "d", &lunch, "w", before)},
		"UpdatedTwice": {update("w", 10, "a", lunch), takes(20, model.Update, "a", &lunch, "w", ""), takes(21, model.Update, "a", &lunch, "w", before)},
		"DeletedTwice": {remove("w", 10, "a"), takes(20, model.Delete, "a", nil, "w", ""), takes(21, model.Delete, "a", nil, "w", before)},
		"TwoAlikeAreTwo": {create("w", 10, lunch), create("x", 11, lunch), takes(20, model.Create, "c", &lunch, "w", ""), takes(21, model.Create, "d", &lunch, "x", ""),
			takes(22, model.Create, "e", &lunch, "x", "it had taken effect before, at 2031-05-06 00:21:00.000 UTC")},
		"ThereAndBack": {update("w", 10, "a", lunch), update("x", 11, "a", long), update("y", 12, "a", lunch), takes(20, model.Update, "a", &lunch, "w", ""),
			takes(21, model.Update, "a", &long, "x", ""), takes(22, model.Update, "a", &lunch, "y", "")},

		"InOrder":                    {update("w", 10, "a", lunch), update("x", 11, "a", long), takes(20, model.Update, "a", &lunch, "w", ""), takes(21, model.Update, "a", &long, "x", "")},
		"OutOfOrder":                 {update("w", 10, "a", lunch), update("x", 11, "a", long), takes(20, model.Update, "a", &long, "x", ""), takes(21, model.Update, "a", &lunch, "w", overtaken)},
		"DeletedOutOfOrder":          {update("w", 10, "a", lunch), remove("x", 11, "a"), takes(20, model.Delete, "a", nil, "x", ""), told("w", "conflict", "nobody else changed the event")},
		"OvertakesAConflict":         {update("w", 10, "a", lunch), edits(15, "a", &long), update("x", 16, "a", lunch), takes(20, model.Update, "a", &lunch, "x", "")},
		"OverwritesAnEdit":           {update("w", 10, "a", lunch), edits(15, "a", &long), takes(20, model.Update, "a", &lunch, "w", overwritten)},
		"DeletesWhatWasEdited":       {remove("w", 10, "a"), edits(15, "a", &long), takes(20, model.Delete, "a", nil, "w", overwritten)},
		"AcceptedAfterTheEdit":       {edits(5, "a", &long), update("w", 10, "a", lunch), takes(20, model.Update, "a", &lunch, "w", "")},
		"EditedElsewhere":            {update("w", 10, "a", lunch), edits(15, "b", &long), takes(20, model.Update, "a", &lunch, "w", "")},
		"OvertakesAConflictToBeTold": {update("w", 10, "a", lunch), edits(15, "a", &free), update("x", 16, "a", long), takes(20, model.Update, "a", &long, "x", ""), told("w", "conflict", "")},
		"OtherEventsDoNotWait":       {update("w", 10, "a", lunch), update("x", 11, "b", long), takes(20, model.Update, "b", &long, "x", "")},
		"CreatesDoNotWait":           {create("w", 10, lunch), create("x", 11, long), takes(20, model.Create, "c", &long, "x", ""), takes(21, model.Create, "d", &lunch, "w", "")},
		"AfterAConflict":             {update("w", 10, "a", lunch), update("x", 11, "a", long), declines(15, model.Update), told("w", "failed", ""), takes(20, model.Update, "a", &long, "x", "")},
		"ToldThatItWouldNot":         {update("w", 10, "a", lunch), declines(15, model.Update), told("w", "failed", ""), takes(20, model.Update, "a", &lunch, "w", "its owner was told that it would not take effect")},
		"ToldAndOutOfOrderOnce":      {update("w", 10, "a", lunch), update("x", 11, "a", long), declines(15, model.Update), told("x", "failed", ""), takes(20, model.Update, "a", &long, "x", "its owner was told that it would not take effect")},

		"UpdateOfADraft": {create("w", 10, lunch), update("x", 11, "w", long), takes(20, model.Create, "c", &lunch, "w", ""), takes(21, model.Update, "c", &long, "x", "")},
		"DeleteOfADraft": {create("w", 10, lunch), remove("x", 11, "w"), takes(20, model.Create, "c", &lunch, "w", ""), takes(21, model.Delete, "c", nil, "x", "")},
		"UpdateByKeyAfterItIsMade": {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), update("x", 21, "w", long),
			takes(22, model.Update, "c", &long, "x", "")},
		"UpdateOfADraftMadeAgain": {create("w", 10, lunch), update("x", 11, "w", long), takes(12, model.Create, "c", &lunch, "w", ""), edits(15, "c", nil),
			takes(20, model.Create, "d", &lunch, "w", ""), takes(21, model.Update, "d", &long, "x", "")},
		"OverwritesAnEditOfADraftMadeAgain": {create("w", 10, lunch), update("x", 11, "w", long), takes(12, model.Create, "c", &lunch, "w", ""), edits(13, "c", nil),
			takes(14, model.Create, "d", &lunch, "w", ""), edits(15, "d", &free), takes(20, model.Update, "d", &long, "x", overwritten)},
		"DraftsKeepOrderToo": {create("w", 10, lunch), update("x", 11, "w", long), remove("y", 12, "w"), takes(20, model.Create, "c", &lunch, "w", ""),
			takes(21, model.Delete, "c", nil, "y", ""), takes(22, model.Update, "c", &long, "x", overtaken)},
	} {
		t.Run(name, func(t *testing.T) { calendar(t, steps...) })
	}
}

func TestLandedTellsWhenItWasAccepted(t *testing.T) {
	m := calendar(t, remove("w", 10, "a"))
	_, accepted, _ := m.Landed(at(20), "m", model.Delete, "a", nil)
	assert.Equal(t, at(10), accepted)
	_, accepted, _ = m.Landed(at(21), "m", model.Delete, "a", nil)
	assert.Equal(t, at(10), accepted, "the second time too")
}

func TestMailboxesDoNotShareWrites(t *testing.T) {
	lunch := meeting("lunch", 12)
	m := calendar(t, create("w", 10, lunch))
	_, _, wrong := m.Landed(at(20), "other", model.Create, "c", &lunch)
	assert.Equal(t, "nobody asked for it", wrong)
	assert.Empty(t, m.Open("other"))
	assert.Equal(t, []string{"w"}, m.Open("m"))
}

func TestOpen(t *testing.T) {
	lunch, long := meeting("lunch", 12), meeting("long lunch", 12)
	m := calendar(t, create("w", 10, lunch), update("x", 11, "w", long), remove("y", 12, "a"), update("z", 13, "b", lunch))
	assert.Equal(t, []string{"w", "x", "y", "z"}, m.Open("m"), "in the order in which they were accepted")
	takes(20, model.Create, "c", &lunch, "w", "")(t, m)
	assert.Equal(t, []string{"x", "y", "z"}, m.Open("m"))
	m.Refused("m", "x")
	assert.Equal(t, []string{"y", "z"}, m.Open("m"))
	declines(20, model.Delete)(t, m)
	told("y", "failed", "")(t, m)
	assert.Equal(t, []string{"z"}, m.Open("m"))
	takes(21, model.Delete, "a", nil, "y", "its owner was told that it would not take effect")(t, m)
	assert.Equal(t, []string{"z"}, m.Open("m"))
}

func TestTold(t *testing.T) {
	lunch, long := meeting("lunch", 12), meeting("long lunch", 12)
	free := lunch
	free.ShowAs = "free"
	for name, steps := range map[string][]step{
		"Failed":                      {update("w", 10, "a", lunch), declines(11, model.Update), told("w", "failed", "")},
		"FailedRefusedAtOnce":         {update("w", 10, "a", lunch), declines(10, model.Update), told("w", "failed", "")},
		"ErrFailed":                   {update("w", 10, "a", lunch), told("w", "failed", "the provider has never refused it")},
		"ErrFailedCreate":             {create("w", 10, lunch), told("w", "failed", "the provider has never refused it")},
		"ErrFailedRefusedBefore":      {declines(9, model.Update), update("w", 10, "a", lunch), told("w", "failed", "the provider has never refused it")},
		"ErrFailedRefusedAnotherKind": {update("w", 10, "a", lunch), declines(11, model.Delete), told("w", "failed", "the provider has never refused it")},
		"FailedSomebodyChangedIt":     {update("w", 10, "a", lunch), edits(11, "a", &long), told("w", "failed", "")},
		"ErrFailedDraftOnceMade":      {create("c", 10, lunch), update("w", 11, "c", long), takes(20, model.Create, "c1", &lunch, "c", ""), told("w", "failed", "the provider has never refused it")},
		"FailedBeforeItsEventIsMade":  {create("c", 10, lunch), update("w", 11, "c", long), told("w", "failed", "what makes its event may still take effect")},
		"FailedWithWhatMakesItsEvent": {create("c", 10, lunch), update("w", 11, "c", long), declines(12, model.Create), told("c", "failed", ""), told("w", "failed", "")},
		"UnknownKey":                  {told("w", "conflict", "")},
		"InEffectNothingIsSaid":       {update("w", 10, "a", lunch), takes(20, model.Update, "a", &lunch, "w", ""), told("w", "delivered", "")},
		"ErrConflictOfNobody":         {update("w", 10, "a", lunch), told("w", "conflict", "nobody else changed the event")},
		"ErrConflictOverAnother":      {update("w", 10, "a", lunch), edits(11, "b", &long), told("w", "conflict", "nobody else changed the event")},
		"Conflict":                    {update("w", 10, "a", lunch), edits(11, "a", &long), told("w", "conflict", "")},
		"ConflictWithADeletion":       {remove("w", 10, "a"), edits(11, "a", nil), told("w", "conflict", "")},
		"ConflictWithAnEarlierEdit":   {edits(9, "a", &long), update("w", 10, "a", lunch), told("w", "conflict", "")},
		"ErrConflictWithWhatWasShown": {edits(9, "a", &long), reads(9, 9, "", item("a", long), item("b", meeting("b", 11))), update("w", 10, "a", lunch), told("w", "conflict", "nobody else changed the event")},
		"ConflictWithWhatWasNotShown": {reads(8, 8, "", item("a", meeting("a", 9)), item("b", meeting("b", 11))), edits(9, "a", &long), update("w", 10, "a", lunch), told("w", "conflict", "")},
		"ConflictOverADraftOnceMade":  {create("w", 10, lunch), update("x", 11, "w", long), takes(20, model.Create, "c", &lunch, "w", ""), edits(21, "c", nil), told("x", "conflict", "")},
		"ErrConflictOverADraft":       {create("w", 10, lunch), update("x", 11, "w", long), takes(20, model.Create, "c", &lunch, "w", ""), told("x", "conflict", "nobody else changed the event")},
		"ErrEditBeforeItWasInEffect":  {update("w", 10, "a", lunch), takes(20, model.Update, "a", &lunch, "w", ""), edits(21, "a", &long), update("x", 22, "b", lunch), told("x", "conflict", "nobody else changed the event")},

		"ErrDelivered":                 {update("w", 10, "a", lunch), told("w", "delivered", "it has not taken effect")},
		"ErrDeliveredCreate":           {create("w", 10, lunch), told("w", "delivered", "it has not taken effect")},
		"DeliveredSomebodyDidTheSame":  {update("w", 10, "a", lunch), edits(11, "a", &lunch), told("w", "delivered", "")},
		"DeliveredAlikeButShowAs":      {update("w", 10, "a", lunch), edits(11, "a", &free), told("w", "delivered", "")},
		"DeliveredAsItWasBefore":       {update("w", 10, "a", meeting("a", 9)), told("w", "delivered", "")},
		"DeliveredItIsGoneAlready":     {remove("w", 10, "a"), edits(11, "a", nil), told("w", "delivered", "")},
		"ErrDeliveredItIsStillThere":   {remove("w", 10, "a"), told("w", "delivered", "it has not taken effect")},
		"ErrDeliveredButGone":          {update("w", 10, "a", lunch), edits(11, "a", nil), told("w", "delivered", "it has not taken effect")},
		"ErrDeliveredButChangedAgain":  {update("w", 10, "a", lunch), edits(11, "a", &lunch), edits(12, "a", &long), told("w", "delivered", "it has not taken effect")},
		"DeliveredAsWasShown":          {edits(5, "a", &lunch), reads(9, 9, "", item("a", lunch), item("b", meeting("b", 11))), update("w", 10, "a", lunch), told("w", "delivered", "")},
		"ErrDeliveredAsWasShown":       {reads(9, 9, "", item("a", meeting("a", 9)), item("b", meeting("b", 11))), update("w", 10, "a", lunch), told("w", "delivered", "it has not taken effect")},
		"DeliveredGoneAsWasShown":      {edits(5, "a", nil), reads(9, 9, "", item("b", meeting("b", 11))), remove("w", 10, "a"), told("w", "delivered", "")},
		"DeliveredToWhatWasNeverThere": {remove("w", 10, "never"), told("w", "delivered", "")},
	} {
		t.Run(name, func(t *testing.T) { calendar(t, steps...) })
	}
}
