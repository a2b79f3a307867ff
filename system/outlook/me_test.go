package outlook_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

func TestMailboxID(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		provider := &answer{body: `{"Id":"guid@tenant","MailboxGuid":"0003bffd-0fe5-50a1-0000-000000000000"}`}
		c, counted := client(provider)
		id, err := c.MailboxID(t.Context(), access(system.OutlookCom))
		require.NoError(t, err)
		assert.Equal(t, "0003bffd-0fe5-50a1-0000-000000000000", id)
		assert.Equal(t, "https://outlook.office.com/api/v2.0/me", provider.requests[0].URL.String())
		assert.Equal(t, []string{"outlook.com me 200"}, counted.all)
	})
	for name, body := range map[string]string{"ErrNoGUID": `{"Id":"x"}`, "ErrArray": `[]`, "ErrEmpty": ``} {
		t.Run(name, func(t *testing.T) {
			c, _ := client(&answer{body: body})
			_, err := c.MailboxID(t.Context(), access(system.OutlookCom))
			assert.Equal(t, system.CodeMalformed, system.AsError(err).Code)
		})
	}
}

// Each kind of ID goes in the form that the front door reads (provider contract 1).
func TestMailboxIDAsHint(t *testing.T) {
	for id, want := range map[string]string{
		"oid@tid":                              "OID:oid@tid",
		"0003bffd-0fe5-50a1-0000-000000000000": "0003bffd-0fe5-50a1-0000-000000000000",
	} {
		provider := &answer{body: `{"id":"c"}`}
		c, _ := client(provider)
		a := access(system.OutlookCom)
		a.Hint, a.Account.MailboxID = system.HintMailboxID, id
		_, err := c.DefaultCalendar(t.Context(), a)
		require.NoError(t, err)
		assert.Equal(t, want, provider.requests[0].Header.Get("X-AnchorMailbox"))
	}
}
