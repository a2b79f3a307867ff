package outlook

import "net/http"

// Error codes (provider contract 4.2).
const (
	codeAccessDenied         = "ErrorAccessDenied"
	codeBadRequest           = "BadRequest"
	codeConflict             = "ErrorIrresolvableConflict"
	codeExtension            = "ExtensionError"
	codeIDMalformed          = "ErrorInvalidIdMalformed"
	codeIncorrectRoutingHint = "ErrorIncorrectRoutingHint"
	codeInvalidParameter     = "ErrorInvalidParameter"
	codeInvalidRequest       = "ErrorInvalidRequest"
	codeInvalidToken         = "InvalidAuthenticationToken"
	codeItemNotFound         = "ErrorItemNotFound"
	codeMailboxInfoStale     = "MailboxInfoStale"
	codeOccurrenceCrossing   = "ErrorOccurrenceCrossingBoundary"
	codeNotImplemented       = "NotImplemented"
	codePropertyValidation   = "ErrorPropertyValidationFailure"
	codeResourceNotFound     = "ResourceNotFound"
	codeSyncStateNotFound    = "SyncStateNotFound"
	codeSubscriptionPayload  = "InvalidRequest"
	codeThrottled            = "ApplicationThrottled"
	codeTimeZone             = "TimeZoneNotSupportedException"
	codeUnknown              = "UnknownError"
	codeValidation           = "ValidationError"
)

// message is what the provider says with a code when a call names nothing of its
// own.
func message(code string) string {
	switch code {
	case codeAccessDenied:
		return "Access is denied. Check credentials and try again."
	case codeConflict:
		return "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item."
	case codeIDMalformed:
		return "Id is malformed."
	case codeItemNotFound:
		return "The specified object was not found in the store."
	case codeMailboxInfoStale:
		return "Mailbox info is stale."
	case codeOccurrenceCrossing:
		return "The occurrence cannot be moved past the one before or after it."
	case codeNotImplemented:
		return "This operation target is not yet supported."
	case codeResourceNotFound:
		return "The object was not found."
	case codeThrottled:
		return "Application is over its MailboxConcurrency limit."
	case "TooManyRequests":
		return "Please retry again later."
	case "MailboxNotEnabledForRESTAPI":
		return "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
	case codeUnknown:
		return ""
	}
	return "The request failed: " + code + "."
}

// originatesInOutlook says whether the answer with this code comes from behind
// Graph, which then often adds no inner error (provider contract 4.1).
func originatesInOutlook(code string) bool {
	return code == codeThrottled || code == codeMailboxInfoStale || code == codeIncorrectRoutingHint
}

// envelope is the body of an error without words of its own.
func (c *call) envelope(_ int, code string) (contentType string, body []byte) {
	if code == "" {
		code = codeUnknown // with an empty message, as 503 and 504 were seen
	}
	return "application/json", c.errorBody(code, message(code))
}

// errorBody is the envelope of contract 4.1. Outlook REST names no inner error.
func (c *call) errorBody(code, text string) []byte {
	e := encoder{b: make([]byte, 0, 384)}
	e.open()
	e.nest("error")
	e.text("code", code)
	e.text("message", text)
	if !c.site.pascal && !originatesInOutlook(code) {
		e.nest("innerError")
		e.text("date", c.at.UTC().Format("2006-01-02T15:04:05"))
		e.text("request-id", headerValue(c.w.Header(), "Request-Id"))
		e.text("client-request-id", headerValue(c.w.Header(), "Client-Request-Id"))
		e.close()
	}
	e.close()
	e.close()
	return e.b
}

// fail answers with an error; an empty text means the code's usual message.
func (c *call) fail(status int, code, text string) {
	if text == "" {
		text = message(code)
	}
	c.w.Header()["Content-Type"] = []string{"application/json"}
	c.w.WriteHeader(status)
	c.write(c.errorBody(code, text))
}

// gone answers that a delta token leads nowhere: the client must start afresh.
func (c *call) gone() {
	c.fail(http.StatusGone, codeSyncStateNotFound, "The sync state generation is not found; generation=0.")
}
