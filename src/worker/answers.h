/* The worker's answers: a function for each request of base/request.h, which describes requests and answers. */
#ifndef WORKER_ANSWERS_H
#define WORKER_ANSWERS_H

#include <stdbool.h>

#include "base/node.h"

/* Fills the map from the request's members. False if they are not what scepwiz sends, which ends the worker. */
typedef bool answer_fill(const struct node *request, struct node *answer);

/* answer_certificate.c */
answer_fill certificates_answer, certificate_answer, number_answer, serial_answer, issued_answer;
/* answer_cms.c */
answer_fill sign_answer, judge_answer;
/* answer_plist.c */
answer_fill read_answer, write_answer;
/* answer_scep.c */
answer_fill scep_answer;

/* main.c: sends a question, a map, and waits for the reply. Takes ownership of the question; the caller frees the
 * reply. If there is no reply, the worker ends. */
struct node *worker_question(struct node *question);

#endif
