package authorize

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"anchorage/system"
)

// CodeIdentity is the code of an id_token that cannot be trusted.
const CodeIdentity system.Code = "id_token_refused"

// classify turns an error of the OAuth library into ours. The library prints
// whole answers, which may repeat a secret: nothing of an answer but its codes
// passes on.
func classify(err error) *system.Error {
	if err == nil {
		return nil
	}
	if answer, ok := errors.AsType[*oauth2.RetrieveError](err); ok && answer.Response != nil {
		return refusal(answer)
	}
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return noAnswer(failed.Err)
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return noAnswer(err)
	}
	return malformed("the answer is not a token")
}

func noAnswer(cause error) *system.Error {
	message := "no connection to the identity system"
	if errors.Is(cause, context.DeadlineExceeded) {
		message = "the identity system did not answer in time"
	}
	return &system.Error{Class: system.ClassRetry, Code: system.CodeNoAnswer, Message: message, Err: cause}
}

func malformed(message string) *system.Error {
	return &system.Error{Class: system.ClassRetry, Code: system.CodeMalformed, Message: message}
}

// refusal reads an error answer of a token endpoint (provider contract 2.3, and
// 2.6 for Live Connect, whose answers carry no number).
func refusal(answer *oauth2.RetrieveError) *system.Error {
	status := answer.Response.StatusCode
	number := aadsts(answer.ErrorDescription)
	e := &system.Error{Status: status, Code: codeOf(answer.ErrorCode, number), RetryAfter: retryAfter(answer.Response.Header)}
	switch {
	case status == http.StatusTooManyRequests || number == "AADSTS50196": // 50196: too many identical requests
		e.Class, e.Message = system.ClassWait, "the identity system asks for less traffic"
	case status >= 500 || status == http.StatusRequestTimeout || passing(answer.ErrorCode, number):
		e.Class, e.Message = system.ClassRetry, "the identity system is not available"
		if e.RetryAfter > 0 {
			e.Class = system.ClassWait
		}
	case answer.ErrorCode == "invalid_grant" || answer.ErrorCode == "interaction_required" || answer.ErrorCode == "consent_required":
		e.Class, e.Message = system.ClassReauthorise, "the identity system rejects the grant; the owner must sign in again"
	case answer.ErrorCode != "":
		e.Class, e.Message = system.ClassPermanent, "the identity system refuses this client's request"
	default: // a page of something in between: no verdict on the grant
		e.Class, e.Code, e.Message = system.ClassRetry, system.CodeMalformed, "the answer is none of an identity system"
	}
	return e
}

// passing lists what the identity platform says when the fault is its own.
func passing(code, number string) bool {
	switch code {
	case "temporarily_unavailable", "server_error":
		return true
	}
	switch number {
	case "AADSTS70012", "AADSTS90006", "AADSTS90012", "AADSTS90024":
		return true
	}
	return false
}

// codeOf prefers the number; what is no plain OAuth error code is not repeated.
func codeOf(code, number string) system.Code {
	if number != "" {
		return system.Code(number)
	}
	if code == "" || len(code) > 40 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return system.CodeMalformed
	}
	return system.Code(code)
}

// aadsts returns the number at the head of a description, as "AADSTS70000".
func aadsts(description string) string {
	const prefix = "AADSTS"
	if !strings.HasPrefix(description, prefix) {
		return ""
	}
	end := len(prefix)
	for end < len(description) && end < len(prefix)+10 && description[end] >= '0' && description[end] <= '9' {
		end++
	}
	if end == len(prefix) {
		return ""
	}
	return description[:end]
}

// retryAfter reads the header in whole milliseconds: seconds, which may be
// fractional (provider contract 0.7), or a date.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if text == "" {
		return 0
	}
	const longest = 24 * time.Hour
	wait := time.Duration(0)
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds >= 0 && !math.IsInf(seconds, 0) {
		wait = time.Duration(math.Ceil(min(seconds, longest.Seconds())*1000)) * time.Millisecond
	} else if at, err := http.ParseTime(text); err == nil {
		wait = time.Until(at).Round(time.Millisecond)
	}
	return min(max(wait, 0), longest)
}

// meterCode is the label of an outcome: the status, or "error" without one.
func meterCode(e *system.Error) string {
	switch {
	case e == nil:
		return "200"
	case e.Status == 0:
		return "error"
	}
	return strconv.Itoa(e.Status)
}
