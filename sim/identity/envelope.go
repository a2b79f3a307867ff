package identity

import (
	"net/http"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
)

// envelope is the answer that a fault rule asks for. The status chooses the error
// where the rule names none.
func (c *call) envelope(status int, code string) (string, []byte) {
	f := &refusal{code: code, text: http.StatusText(status)}
	switch {
	case code != "" && code != fault.Throttled:
	case status == http.StatusUnauthorized:
		f.code = "invalid_client"
	case status == http.StatusForbidden:
		f.code = "access_denied"
	case status == http.StatusInternalServerError:
		f.code = "server_error"
	case status == http.StatusTooManyRequests, status > http.StatusInternalServerError:
		f.code = "temporarily_unavailable"
	default:
		f.code = "invalid_request"
	}
	f.number = usualNumber[f.code]
	c.code = f.code
	if c.route.operation == journal.Authorize {
		return htmlType, c.errorPage(f)
	}
	return jsonType, c.body(f)
}

// usualNumber is the commonest number of an error (provider contract 2.3).
var usualNumber = map[string]int{
	"invalid_grant": 70000, "invalid_client": 7000215, "invalid_scope": 70011,
	"server_error": 70012, "temporarily_unavailable": 90006, "interaction_required": 50076,
}
