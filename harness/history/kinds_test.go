package history

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/people"
	"anchorage/sim/units"
)

// declaredKinds are the names of all types of events with a Kind method.
func declaredKinds(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, name := range []string{"event.go", "event_mailbox.go", "event_owner.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "Kind" {
				names = append(names, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// samples has one filled value of each Data type.
func samples() []Data {
	at := time.Date(2031, 5, 6, 7, 8, 9, 10, time.UTC)
	shape := Shape{Dialect: "graph_v1", Host: "graph.microsoft.com", Hint: "email", TokenKind: "live", UserAgent: "a<b>&c", Prefer: "x"}
	return []Data{
		FaultStarted{Rule: "storm"},
		FaultEnded{Rule: "storm"},
		Failing{Mailbox: "a-1", Status: 503, Code: "Busy", Hint: "none", Faults: []string{"storm"}, Wait: time.Minute},
		Healed{Mailbox: "a-1", Since: at, Attempts: 4, Hint: "email", TokenKind: "live", Dialect: "graph_v1"},
		HeldOff{Mailbox: "a-1", For: time.Minute, Failing: true},
		TokenOutdated{Mailbox: "a-1"},
		Rejected{Mailbox: "a-1"},
		Rerouted{Mailbox: "a-1", From: "none", To: "email", TokenKind: "live", Failing: true, Unroutable: true, Passed: true},
		TooEarly{Mailbox: "a-1", Operation: "event.create", By: time.Second, Asked: at},
		Linked{Mailbox: "a-1"},
		ShapeSeen{Shape: shape, Mailbox: "m", Again: true},
		Read{Mailbox: "a-1", Answered: true, AsOf: at, Stale: true, Requests: 1, Took: time.Second, Wrong: "it lacks \"x\"", Missing: 2, Error: "e"},
		Edited{Mailbox: "a-1", Event: "AAMk=", Change: "created"},
		EditSeen{Mailbox: "a-1", After: time.Minute},
		WriteAccepted{Mailbox: "a-1", Key: "w/1", Change: "create"},
		WriteRefused{Mailbox: "a-1", Key: "w/1", Change: "create", Error: "e"},
		WriteLanded{Mailbox: "a-1", Key: "w/1", Change: "create", After: time.Minute, Wrong: "twice"},
		WriteTold{Mailbox: "a-1", Key: "w/1", State: "conflict", Reason: "changed meanwhile", Wrong: "nobody changed it"},
		SystemDown{Killed: true},
		SystemUp{},
		Notice{Sink: "pager", Level: "look_now", Urgency: "high", Alert: "Fails", Provider: "outlook.com", Status: "firing", Since: at, Key: "k", Text: "t"},
		HeartbeatLost{Last: at},
		HeartbeatBack{},
		Skimmed{Messages: 40, OpenAlerts: []string{"a"}, Chance: 0.4, Saw: []string{"a"}},
		TicketOpened{Ticket: "T-1", Mailbox: "a-1", Provider: "outlook.com", Text: "missing", MissingFor: time.Hour},
		TicketHandedOn{Ticket: "T-1"},
		Noticed{By: "ticket", Provider: "outlook.com", What: "a ticket"},
		Posted{Post: people.Post{State: "resolved", Text: "all back", Claims: people.Claims{Healthy: &people.HealthClaim{Select: people.Selector{Provider: "outlook.com"}, Share: units.Share(0.9), ExceptWaiting: true}}}},
		Acted{Action: "try", What: `{"a":1}`, Note: "n", On: "page", For: time.Minute, Error: "e"},
		RelinkAsked{Mailbox: "a-1", Failing: true, Rejected: true, Unroutable: true},
		RelinkAnswered{Mailbox: "a-1", Outcome: OutcomeLinked},
		SinkDown{Sink: "chat"},
		SinkUp{Sink: "chat"},
		Traced{Mailbox: "a-1", Begun: at, Operation: "token", Host: "login.live.com", Hint: "none", TokenKind: "live", Status: 503, Code: "Busy", Complete: true, Sync: true,
			Rules: []RuleTraced{{Name: "storm", Hit: true}, {Name: "calm", Why: "provider: x"}}},
		Unhelped{Listed: []string{"a-1"}, Beyond: []Beyond{{Mailbox: "a-1", Since: at, Why: RejectedForGood}}},
		Compared{Mailbox: "a-1", AsOf: at, Wrong: "it lacks \"x\"", Error: "e"},
		StateTold{Mailbox: "a-1", Well: true},
		SystemStep{Provider: "outlook.com", What: "a routing experiment begins"},
		Violation{What: "unknown host"},
	}
}

func TestKindsListEveryDataType(t *testing.T) {
	var listed []string
	names := map[string]bool{}
	for _, k := range kinds {
		assert.False(t, names[k.name], "two kinds are called %s", k.name)
		names[k.name] = true
		d, err := k.decode([]byte("{}"))
		require.NoError(t, err)
		listed = append(listed, reflect.TypeOf(d).Name())
	}
	slices.Sort(listed)
	assert.Equal(t, declaredKinds(t), listed)
}

func TestEveryKindKeepsItsData(t *testing.T) {
	all := samples()
	require.Len(t, all, len(kinds), "one sample of each kind")
	for _, d := range all {
		t.Run(d.Kind(), func(t *testing.T) {
			v := reflect.ValueOf(d)
			for i := range v.NumField() {
				assert.False(t, v.Field(i).IsZero(), "the sample leaves %s empty", v.Type().Field(i).Name)
				assert.NotEmpty(t, v.Type().Field(i).Tag.Get("json"), "the format names %s", v.Type().Field(i).Name)
			}
			b, err := json.Marshal(d)
			require.NoError(t, err)
			back, err := decodeData(d.Kind(), b)
			require.NoError(t, err)
			assert.Equal(t, d, back)
		})
	}
}

func TestEveryKindIsDescribed(t *testing.T) {
	at := time.Date(2031, 5, 6, 9, 8, 9, 10, time.UTC)
	for _, d := range samples() {
		text := Describe(Event{At: at, Data: d})
		assert.NotEqual(t, d.Kind(), text)
		assert.NotContains(t, text, "AAMk=", "ids of events stay out")
		assert.NotContains(t, text, "T-1", "ids of tickets stay out")
		assert.NotContains(t, text, "%!")
		assert.False(t, strings.HasSuffix(text, " "), text)
	}
}

func TestDecodeData(t *testing.T) {
	t.Run("ErrUnknownKind", func(t *testing.T) {
		_, err := decodeData("weather", []byte("{}"))
		assert.EqualError(t, err, `event of unknown kind "weather"`)
	})
	t.Run("ErrWrongType", func(t *testing.T) {
		_, err := decodeData("read", []byte(`{"ok":"yes"}`))
		assert.ErrorContains(t, err, "event read")
	})
}

func TestColumnsListEveryField(t *testing.T) {
	minute := reflect.TypeFor[Minute]()
	require.Equal(t, minute.NumField(), len(columns))
	for i, c := range columns {
		assert.Equal(t, minute.Field(i).Tag.Get("json"), c.name)
		var m Minute
		*c.of(&m) = 7
		assert.EqualValues(t, 7, reflect.ValueOf(m).Field(i).Int(), c.name)
	}
}

func TestInUTC(t *testing.T) {
	zone := time.FixedZone("east", 3600)
	local := time.Date(2031, 5, 6, 8, 0, 0, 0, zone)
	for _, d := range []Data{Healed{Since: local}, Read{AsOf: local}, Notice{Since: local}, HeartbeatLost{Last: local}, TooEarly{Asked: local}, Unhelped{Beyond: []Beyond{{Since: local}}}, Traced{Begun: local}} {
		b, err := json.Marshal(inUTC(d))
		require.NoError(t, err)
		assert.Contains(t, string(b), "2031-05-06T07:00:00Z")
	}
}

func TestNth(t *testing.T) {
	for _, values := range [][]int{{1}, {2, 1}, {3, 3, 3}, {5, 1, 4, 2, 3}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, {0, 0, 1, 0, 5, 5, 2}} {
		sorted := slices.Sorted(slices.Values(values))
		for n := range values {
			assert.Equal(t, sorted[n], nth(slices.Clone(values), n), "%v at %d", values, n)
		}
	}
}
